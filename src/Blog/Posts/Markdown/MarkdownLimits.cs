using Markdig.Syntax;

namespace Blog.Posts.Markdown;

/// <summary>
/// Refuses texts on which the parser would be busy far longer than their length explains. Every check is one pass over the text;
/// the limits lie far beyond anything written to be read, and each answer says what to change.
/// </summary>
internal static class MarkdownLimits
{
    private const int MaxBrackets = 80;
    private const int MaxEmphasis = 4000;
    private const long MaxLinkWork = 20_000_000;
    private const long MaxSearchWork = 500_000_000;
    private const long MaxDefinitionWork = 1_000_000_000;
    private const int MaxLines = 50_000;
    private const int LeastHtml = 4 * 1024 * 1024;
    private const int MostHtml = 15 * 1024 * 1024;

    /// <summary>Longest HTML that a text of this length may become: definitions that are used again and again can multiply it.</summary>
    public static int MaxHtml(int length) => (int)Math.Min(MostHtml, LeastHtml + (25L * length));

    /// <summary>The answer when the HTML grows beyond <see cref="MaxHtml"/>.</summary>
    public static MarkdownTooComplexException TooLong() => new(
        "The text repeats a long link address, abbreviation or footnote so often that its page would have many megabytes. Nothing was saved: shorten the definition or use it less, and save again.");

    /// <summary>The answer to nesting beyond <see cref="BlogPipeline.MaxDepth"/>.</summary>
    public static MarkdownTooComplexException TooDeep() => new(
        $"The text nests quotes, lists or brackets more than {BlogPipeline.MaxDepth} levels deep, which no reader could follow. Nothing was saved: take some levels out and save again.");

    /// <summary>Looks at the lines, before anything is parsed.</summary>
    public static void CheckLines(string markdown)
    {
        var lines = 0;
        var (run, definitions) = (0L, 0L);
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            var text = line.TrimStart(" \t");
            if (++lines > MaxLines)
            {
                throw new MarkdownTooComplexException(
                    $"The text has more than {MaxLines} lines. Nothing was saved: divide it into several posts, or attach the long part as a file.");
            }

            if (text.Length > 1 && Markers(text) > BlogPipeline.MaxDepth)
            {
                throw TooDeep();
            }

            // The parser takes definitions off the start of a paragraph one by one, and moves the rest each time.
            run = text.IsEmpty ? 0 : run + line.Length;
            definitions = text.IsEmpty ? 0 : definitions + (text is ['[', ..] ? 1 : 0);
            if (run * definitions > MaxDefinitionWork)
            {
                throw new MarkdownTooComplexException(
                    "Thousands of link definitions follow each other without a blank line. Nothing was saved: divide them by blank lines.");
            }
        }
    }

    /// <summary>Looks at a paragraph or heading, before its inside is parsed; code blocks never come here.</summary>
    public static void CheckBlock(LeafBlock block)
    {
        var count = new Tally();
        for (var i = 0; i < block.Lines.Count; i++)
        {
            count.Add(block.Lines.Lines[i].Slice.AsSpan());
        }

        if (count.Brackets > MaxBrackets)
        {
            throw new MarkdownTooComplexException(
                $"A paragraph opens more than {MaxBrackets} square brackets that are not closed. Nothing was saved: close them, or put a backslash before those that are meant as they stand.");
        }

        if (count.Emphasis > MaxEmphasis || count.LinkWork > MaxLinkWork || count.Signs * count.Length > MaxSearchWork)
        {
            throw new MarkdownTooComplexException(
                "A single paragraph holds thousands of emphasis, link or code signs. Nothing was saved: divide it by blank lines, or put it into a code block.");
        }
    }

    // Quote and list marks in a row: "> - > 1. ".
    private static int Markers(ReadOnlySpan<char> line)
    {
        for (var count = 0; ; count++)
        {
            line = line.TrimStart(" \t");
            var digits = line.IndexOfAnyExceptInRange('0', '9');
            if (line is ['>', ..])
            {
                line = line[1..];
            }
            else if (line is ['-' or '*' or '+', ' ' or '\t', ..])
            {
                line = line[2..];
            }
            else if (digits is > 0 and < 10 && line[digits..] is ['.' or ')', ' ' or '\t', ..])
            {
                line = line[(digits + 2)..];
            }
            else
            {
                return count;
            }
        }
    }

    private struct Tally
    {
        private int _depth;
        private char _previous;
        private int _wordLength;
        private int _wordLinks;

        /// <summary>Deepest nesting of brackets, unclosed ones included.</summary>
        public int Brackets { get; private set; }

        /// <summary>Runs of emphasis signs.</summary>
        public int Emphasis { get; private set; }

        /// <summary>Places from which a link may be searched for, times the characters searched.</summary>
        public long LinkWork { get; private set; }

        /// <summary>Signs whose partner is searched for up to the end of the block.</summary>
        public long Signs { get; private set; }

        /// <summary>Characters.</summary>
        public long Length { get; private set; }

        public void Add(ReadOnlySpan<char> line)
        {
            Length += line.Length + 1;
            var isTableRow = line.Contains('|');
            foreach (var c in line)
            {
                Add(c, isTableRow);
                _previous = c;
            }

            EndWord();
            _previous = '\n';
        }

        private void Add(char c, bool isTableRow)
        {
            switch (c)
            {
                case '[':
                    Brackets = Math.Max(Brackets, ++_depth);
                    break;
                case ']':
                    _depth = Math.Max(0, _depth - 1);
                    break;
                case '*' or '_' or '~' or '^' or '+' or '=' when c != _previous && !isTableRow:
                    Emphasis++;
                    break;
                case '`' or '$' or '<' when c != _previous:
                    Signs++;
                    break;
                case '(' when _previous == ']':
                    Signs++;
                    break;
            }

            if (c is ' ' or '\t')
            {
                EndWord();
            }
            else
            {
                _wordLength++;
                _wordLinks += c is '(' or ':' || (c == '.' && _previous == 'w') ? 1 : 0;
            }
        }

        private void EndWord()
        {
            LinkWork += (long)_wordLength * _wordLinks;
            (_wordLength, _wordLinks) = (0, 0);
        }
    }
}

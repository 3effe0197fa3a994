using System.Globalization;

namespace Blog.Themes;

/// <summary>
/// Reads a Handlebars template for <see cref="ThemeCheck"/>. It is lenient: what it can't read it leaves out, because the compiler reports
/// mistakes of grammar better.
/// </summary>
internal sealed class HandlebarsParser
{
    private readonly string _source;
    private readonly Stack<Frame> _open = new();
    private int _at;
    private int _line = 1;

    private HandlebarsParser(string source)
    {
        _source = source;
        _open.Push(new Frame(1, "", []));
    }

    public static IReadOnlyList<TemplateNode> Parse(string source) => new HandlebarsParser(source).Read();

    private List<TemplateNode> Read()
    {
        while (_at < _source.Length)
        {
            var next = _source.IndexOf("{{", _at, StringComparison.Ordinal);
            var text = next < 0 ? _source[_at..] : _source[_at..next];
            if (text.Length > 0)
            {
                _open.Peek().Add(new TextNode(_line, text));
                Advance(text.Length);
            }

            if (next >= 0)
            {
                ReadTag();
            }
        }

        while (_open.Count > 1)
        {
            Close();
        }

        return _open.Peek().Body;
    }

    private void ReadTag()
    {
        var line = _line;
        var rest = _source.AsSpan(_at);
        var (opening, closing) = rest switch
        {
            _ when rest.StartsWith("{{!--") => ("{{!--", "--}}"),
            _ when rest.StartsWith("{{~!--") => ("{{~!--", "--}}"),
            _ when rest.StartsWith("{{{") => ("{{{", "}}}"),
            _ => ("{{", "}}"),
        };
        var end = _source.IndexOf(closing, _at + opening.Length, StringComparison.Ordinal);
        if (end < 0)
        {
            Advance(_source.Length - _at);
            return;
        }

        var inside = _source[(_at + opening.Length)..end].Trim('~').Trim();
        Advance(end + closing.Length - _at);
        if (opening.Contains('!', StringComparison.Ordinal) || inside.StartsWith('!') || inside.Length == 0)
        {
            return;
        }

        Tag(line, inside, isRaw: opening == "{{{");
    }

    private void Tag(int line, string inside, bool isRaw)
    {
        var sign = inside[0];
        var words = sign is '#' or '^' or '/' or '>' or '&' ? inside[1..].TrimStart('>', '*', ' ') : inside;
        switch (sign)
        {
            case '/':
                Close();
                break;
            case '>' or '#' when sign == '>' || inside.StartsWith("#>", StringComparison.Ordinal):
                _open.Peek().Add(Partial(line, words));
                break;
            case '#' or '^' when words.Length > 0:
                var block = new ExpressionReader(words).ReadAll();
                _open.Push(new Frame(line, Name(block), [.. block.Skip(1)]));
                break;
            case '^':
                _open.Peek().IsOtherwise = true;
                break;
            case '&':
                _open.Peek().Add(new OutputNode(line, Call(new ExpressionReader(words).ReadAll()), IsRaw: true));
                break;
            default:
                if (words == "else")
                {
                    _open.Peek().IsOtherwise = true;
                }
                else if (words.StartsWith("else ", StringComparison.Ordinal))
                {
                    _open.Peek().IsOtherwise = true;
                    var chained = new ExpressionReader(words[5..]).ReadAll();
                    _open.Push(new Frame(line, Name(chained), [.. chained.Skip(1)]) { IsChained = true });
                }
                else
                {
                    _open.Peek().Add(new OutputNode(line, Call(new ExpressionReader(words).ReadAll()), isRaw));
                }

                break;
        }
    }

    // "{{else if}}" opens a block that ends with the one it belongs to.
    private void Close()
    {
        bool chained;
        do
        {
            if (_open.Count == 1)
            {
                return;
            }

            var done = _open.Pop();
            chained = done.IsChained;
            _open.Peek().Add(new BlockNode(done.Line, done.Name, done.Arguments, done.Body, done.Otherwise));
        }
        while (chained);
    }

    private static PartialNode Partial(int line, string words)
    {
        var parts = new ExpressionReader(words).ReadAll();
        return parts switch
        {
            [PathExpression name, PathExpression context, ..] => new PartialNode(line, name.Path, context),
            [PathExpression name, ..] => new PartialNode(line, name.Path, null),
            [LiteralExpression name, ..] => new PartialNode(line, name.Text, null),
            _ => new PartialNode(line, null, null),
        };
    }

    private static string Name(List<TemplateExpression> parts) => parts is [PathExpression name, ..] ? name.Path : "";

    internal static TemplateExpression Call(List<TemplateExpression> parts) => parts switch
    {
        [PathExpression name] when !TemplateFunctions.All.ContainsKey(name.Path) && name.Path != "body" => name,
        [PathExpression name, .. var arguments] => new CallExpression(name.Path, arguments),
        [var only] => only,
        _ => new LiteralExpression(""),
    };

    private void Advance(int count)
    {
        _line += _source.AsSpan(_at, count).Count('\n');
        _at += count;
    }

    private sealed class Frame(int line, string name, IReadOnlyList<TemplateExpression> arguments)
    {
        public int Line => line;

        public string Name => name;

        public IReadOnlyList<TemplateExpression> Arguments => arguments;

        public List<TemplateNode> Body { get; } = [];

        public List<TemplateNode> Otherwise { get; } = [];

        public bool IsOtherwise { get; set; }

        public bool IsChained { get; init; }

        public void Add(TemplateNode node) => (IsOtherwise ? Otherwise : Body).Add(node);
    }

    /// <summary>Reads what stands inside a tag: paths, literals and calls in parentheses.</summary>
    private sealed class ExpressionReader(string words)
    {
        private int _at;

        public List<TemplateExpression> ReadAll()
        {
            var found = new List<TemplateExpression>();
            while (_at < words.Length && words[_at] != ')')
            {
                if (char.IsWhiteSpace(words[_at]))
                {
                    _at++;
                }
                else if (One() is { } expression)
                {
                    found.Add(expression);
                }
            }

            return found;
        }

        private TemplateExpression? One()
        {
            var first = words[_at];
            if (first == '(')
            {
                _at++;
                var parts = ReadAll();
                _at++;
                return parts is [PathExpression name, ..] ? new CallExpression(name.Path, [.. parts.Skip(1)]) : null;
            }

            if (first is '"' or '\'')
            {
                var end = words.IndexOf(first, _at + 1);
                end = end < 0 ? words.Length : end;
                var literal = words[(_at + 1)..end];
                _at = Math.Min(end + 1, words.Length);
                return new LiteralExpression(literal);
            }

            var start = _at;
            while (_at < words.Length && !char.IsWhiteSpace(words[_at]) && words[_at] is not ('(' or ')' or '=' or '"' or '\''))
            {
                _at++;
            }

            if (_at == start)
            {
                _at++;
                return null;
            }

            // The name of a hash argument says nothing about a field; its value follows.
            if (_at < words.Length && words[_at] == '=')
            {
                _at++;
                return null;
            }

            var word = words[start.._at];
            return word is "true" or "false" or "null" or "undefined" || double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? new LiteralExpression(word)
                : new PathExpression(word);
        }
    }
}

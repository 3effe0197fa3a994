using System.Text;
using Blog.Interactions;

namespace Blog.Posts.Markdown;

/// <summary>A place in a piece of code that only moves forward, writing what it passes.</summary>
internal ref struct CodeScan(StringBuilder to, ReadOnlySpan<char> code)
{
    private readonly ReadOnlySpan<char> _code = code;
    private int _at;
    private int _plain;

    /// <summary>True if nothing is left.</summary>
    public readonly bool IsAtEnd => _at >= _code.Length;

    /// <summary>The character here.</summary>
    public readonly char Current => _code[_at];

    /// <summary>The character before, NUL at the start.</summary>
    public readonly char Previous => _at == 0 ? '\0' : _code[_at - 1];

    /// <summary>True for a character that starts a name.</summary>
    public static bool IsWordStart(char c) => char.IsLetter(c) || c == '_';

    /// <summary>The character <paramref name="offset"/> further on, NUL past the end.</summary>
    public readonly char Peek(int offset) => _at + offset < _code.Length ? _code[_at + offset] : '\0';

    /// <summary>The next characters.</summary>
    public readonly ReadOnlySpan<char> Slice(int length) => _code.Slice(_at, length);

    /// <summary>True if <paramref name="text"/> stands here.</summary>
    public readonly bool StartsWith(string text) => _code[_at..].StartsWith(text, StringComparison.Ordinal);

    /// <summary>Passes characters that have no colour.</summary>
    public void Skip(int length) => _at = Math.Min(_at + length, _code.Length);

    /// <summary>Writes the next characters in a colour.</summary>
    public void Emit(string colour, int length)
    {
        HtmlEscape.Text(to, _code[_plain.._at]);
        var end = Math.Min(_at + length, _code.Length);
        if (end > _at)
        {
            to.Append("<span class=\"").Append(colour).Append("\">");
            HtmlEscape.Text(to, _code[_at..end]);
            to.Append("</span>");
        }

        _plain = _at = end;
    }

    /// <summary>Writes what is left.</summary>
    public void Finish()
    {
        HtmlEscape.Text(to, _code[_plain..]);
        _plain = _at = _code.Length;
    }

    /// <summary>Writes a number in its colour.</summary>
    public void Number()
    {
        var length = 1;
        for (; ; length++)
        {
            var c = Peek(length);
            var isPart = char.IsAsciiLetterOrDigit(c) || c == '_'
                || (c == '.' && char.IsAsciiDigit(Peek(length + 1)))
                || (c is '+' or '-' && Peek(length - 1) is 'e' or 'E' && char.IsAsciiDigit(Peek(length + 1)));
            if (!isPart)
            {
                break;
            }
        }

        Emit("hl-n", length);
    }

    /// <summary>Length of the name that begins <paramref name="offset"/> further on.</summary>
    public readonly int WordLength(int offset)
    {
        var length = 0;
        while (Peek(offset + length) is var c && (char.IsLetterOrDigit(c) || c == '_'))
        {
            length++;
        }

        return length;
    }

    /// <summary>Characters up to the line break.</summary>
    public readonly int RestOfLine()
    {
        var end = _code[_at..].IndexOf('\n');
        return end < 0 ? _code.Length - _at : end;
    }

    /// <summary>Characters through the next <paramref name="close"/>, or all.</summary>
    public readonly int LengthThrough(string close, int from)
    {
        var end = _at + from >= _code.Length ? -1 : _code[(_at + from)..].IndexOf(close, StringComparison.Ordinal);
        return end < 0 ? _code.Length - _at : from + end + close.Length;
    }

    /// <summary>Length of the string that begins here, the rest of the line if it has no end, 0 if it is no string after all.</summary>
    public readonly int StringLength(Quote quote)
    {
        if (quote.IsCharacter)
        {
            return CharacterLength();
        }

        for (var length = quote.Open.Length; _at + length < _code.Length; length++)
        {
            var c = Peek(length);
            if (c == '\\' && quote.HasEscapes)
            {
                length++;
            }
            else if (c == '\n' && !quote.IsMultiLine)
            {
                return length;
            }
            else if (_code[(_at + length)..].StartsWith(quote.Close, StringComparison.Ordinal))
            {
                return length + quote.Close.Length;
            }
        }

        return _code.Length - _at;
    }

    // 'a', '\n', '\u{1F3D5}' or a character of two units; no escape is longer than twelve.
    private readonly int CharacterLength()
    {
        if (Peek(1) != '\\')
        {
            return Peek(2) == '\'' && Peek(1) is not ('\'' or '\n') ? 3 : char.IsHighSurrogate(Peek(1)) && Peek(3) == '\'' ? 4 : 0;
        }

        for (var length = 3; length < 14 && Peek(length) is not ('\0' or '\n'); length++)
        {
            if (Peek(length) == '\'')
            {
                return length + 1;
            }
        }

        return 0;
    }
}

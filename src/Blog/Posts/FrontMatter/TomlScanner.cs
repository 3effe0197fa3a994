using System.Globalization;
using System.Text;

namespace Blog.Posts.FrontMatter;

/// <summary>Reads TOML value by value (TOML 1.0): what blogs write in a head, and a clear complaint about the rest.</summary>
internal sealed class TomlScanner(string text)
{
    private int _at;

    public int Line { get; private set; }

    private char Here => _at < text.Length ? text[_at] : '\0';

    /// <summary>Goes to the next thing that is neither blank nor a comment; false at the end.</summary>
    public bool SkipBlank()
    {
        while (_at < text.Length)
        {
            if (Here == '#')
            {
                while (_at < text.Length && Here != '\n')
                {
                    _at++;
                }
            }
            else if (char.IsWhiteSpace(Here))
            {
                Next();
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    public void SkipRow()
    {
        while (_at < text.Length && Here != '\n')
        {
            _at++;
        }
    }

    public void EndRow()
    {
        SkipSpaces();
        if (Here == '#')
        {
            SkipRow();
        }

        if (_at < text.Length && Here != '\n')
        {
            throw new FormatException("something follows the value");
        }
    }

    public bool TryTable(out string name, out bool isItem)
    {
        (name, isItem) = ("", false);
        if (Here != '[')
        {
            return false;
        }

        var end = text.IndexOf('\n', _at);
        var row = text[_at..(end < 0 ? text.Length : end)].Split('#')[0].Trim();
        isItem = row.StartsWith("[[", StringComparison.Ordinal);
        if (!row.EndsWith(isItem ? "]]" : "]", StringComparison.Ordinal))
        {
            throw new FormatException("the table’s bracket is not closed");
        }

        name = row.Trim('[', ']').Trim().Trim('"');
        SkipRow();
        return true;
    }

    public string ReadKey()
    {
        var key = ReadKeyPart();
        SkipSpaces();
        while (Here == '.')
        {
            _at++;
            SkipSpaces();
            key += "." + ReadKeyPart();
            SkipSpaces();
        }

        if (Here != '=')
        {
            throw new FormatException("there is no = behind the key");
        }

        _at++;
        return key;
    }

    public FrontMatterValue ReadValue(int depth)
    {
        SkipSpaces();
        if (depth > 20)
        {
            throw new FormatException("the values are nested too deeply");
        }

        return Here switch
        {
            '"' or '\'' => FrontMatterValue.Scalar(ReadString(), isPlain: false),
            '[' => ReadArray(depth),
            '{' => ReadInlineTable(depth),
            _ => ReadPlain(),
        };
    }

    private string ReadKeyPart()
    {
        if (Here is '"' or '\'')
        {
            return ReadString();
        }

        var start = _at;
        while (char.IsLetterOrDigit(Here) || Here is '_' or '-')
        {
            _at++;
        }

        return _at > start ? text[start.._at] : throw new FormatException("there is no key");
    }

    private FrontMatterValue ReadPlain()
    {
        var start = _at;
        while (_at < text.Length && Here is not ('\n' or ',' or ']' or '}' or '#'))
        {
            _at++;
        }

        var value = text[start.._at].Trim();
        var isKnown = value is "true" or "false" or "inf" or "nan" || (value.Length > 0 && (char.IsAsciiDigit(value[0]) || value[0] is '+' or '-'));
        return isKnown ? FrontMatterValue.Scalar(value, isPlain: true) : throw new FormatException("a text needs quotes");
    }

    private FrontMatterValue ReadArray(int depth)
    {
        var items = new List<FrontMatterValue>();
        _at++;
        while (SkipBlank() && Here != ']')
        {
            items.Add(ReadValue(depth + 1));
            if (SkipBlank() && Here == ',')
            {
                _at++;
            }
            else if (Here != ']')
            {
                throw new FormatException("a comma is missing in the list");
            }
        }

        if (Here != ']')
        {
            throw new FormatException("the list is not closed");
        }

        _at++;
        return FrontMatterValue.List(items);
    }

    private FrontMatterValue ReadInlineTable(int depth)
    {
        var members = new List<KeyValuePair<string, FrontMatterValue>>();
        _at++;
        while (SkipBlank() && Here != '}')
        {
            var key = ReadKey();
            members.Add(new(key, ReadValue(depth + 1)));
            if (SkipBlank() && Here == ',')
            {
                _at++;
            }
            else if (Here != '}')
            {
                throw new FormatException("a comma is missing in the table");
            }
        }

        if (Here != '}')
        {
            throw new FormatException("the table is not closed");
        }

        _at++;
        return FrontMatterValue.Map(members);
    }

    private string ReadString()
    {
        var quote = Here;
        var isLong = text.AsSpan(_at).StartsWith(quote == '"' ? "\"\"\"" : "'''");
        _at += isLong ? 3 : 1;
        if (isLong && Here == '\n')
        {
            Next();
        }

        var value = new StringBuilder();
        while (_at < text.Length)
        {
            if (Here == quote && (!isLong || text.AsSpan(_at).StartsWith(quote == '"' ? "\"\"\"" : "'''")))
            {
                _at += isLong ? 3 : 1;
                return value.ToString();
            }

            if (Here == '\n' && !isLong)
            {
                break;
            }

            if (Here == '\\' && quote == '"')
            {
                ReadEscape(value);
            }
            else
            {
                value.Append(Here);
                Next();
            }
        }

        throw new FormatException("the quote is not closed");
    }

    private void ReadEscape(StringBuilder value)
    {
        _at++;
        var code = Here;
        Next();
        switch (code)
        {
            case 'n':
                value.Append('\n');
                break;
            case 't':
                value.Append('\t');
                break;
            case 'r' or 'b' or 'f':
                break;
            case 'u' or 'U':
                value.Append(ReadRune(code == 'u' ? 4 : 8));
                break;
            case '\n' or ' ':
                // A backslash at the end of a row joins it with the next word.
                while (char.IsWhiteSpace(Here))
                {
                    Next();
                }

                break;
            default:
                value.Append(code);
                break;
        }
    }

    private string ReadRune(int digits)
    {
        if (_at + digits > text.Length
            || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || !Rune.IsValid(code))
        {
            throw new FormatException("the \\u escape is not a character");
        }

        _at += digits;
        return new Rune(code).ToString();
    }

    private void SkipSpaces()
    {
        while (Here is ' ' or '\t')
        {
            _at++;
        }
    }

    private void Next()
    {
        if (Here == '\n')
        {
            Line++;
        }

        _at++;
    }
}

using System.Text;

namespace Blog.Interactions;

/// <summary>Collects the words of a text while it is written: one line per block, spaces folded, code as it stands.</summary>
internal sealed class PlainTextWriter(int capacity)
{
    private readonly StringBuilder _text = new(capacity);
    private int _preformatted;
    private int _silent;
    private bool _space;

    /// <summary>An element opens; <paramref name="isMark"/>: it only points elsewhere and has no words of its own.</summary>
    public void Enter(string name, bool isMark)
    {
        if (_silent > 0 || isMark || name is "rt" or "rp")
        {
            _silent++;
        }
        else if (name == "pre")
        {
            _preformatted++;
        }
    }

    /// <summary>The element closes.</summary>
    public void Leave(string name)
    {
        if (_silent > 0)
        {
            _silent--;
        }
        else if (name == "pre")
        {
            _preformatted--;
        }
    }

    /// <summary>Appends the words of <paramref name="text"/>.</summary>
    public void Write(string text)
    {
        if (_silent > 0)
        {
            return;
        }

        if (_preformatted > 0)
        {
            _text.Append(text);
            return;
        }

        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var word = rest.IndexOfAny(" \t\n\r\f");
            if (word != 0)
            {
                if (_space && _text.Length > 0 && _text[^1] != '\n')
                {
                    _text.Append(' ');
                }

                _space = false;
                _text.Append(word < 0 ? rest : rest[..word]);
            }

            if (word < 0)
            {
                return;
            }

            _space = true;
            rest = rest[(word + 1)..];
        }
    }

    /// <summary>Ends the line if it has words.</summary>
    public void BreakLine()
    {
        _space = false;
        if (_silent == 0 && _text.Length > 0 && _text[^1] != '\n')
        {
            _text.Append('\n');
        }
    }

    public override string ToString()
    {
        var end = _text.Length;
        while (end > 0 && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }

        return _text.ToString(0, end);
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Blog.Themes;

/// <summary>Collects a page in a rented buffer, so that a page costs one copy and no growing strings.</summary>
internal sealed class PageWriter : TextWriter
{
    private const int FirstSize = 32 * 1024;

    // No page of words comes near this; a template that draws itself again and again does.
    private const int MostLetters = 32 * 1024 * 1024;
    private char[] _buffer = ArrayPool<char>.Shared.Rent(FirstSize);
    private int _length;

    public PageWriter()
        : base(CultureInfo.InvariantCulture)
    {
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (_length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_length++] = value;
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.Length > _buffer.Length - _length)
        {
            Grow(buffer.Length);
        }

        buffer.CopyTo(_buffer.AsSpan(_length));
        _length += buffer.Length;
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    public override string ToString() => new(_buffer, 0, _length);

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_buffer, 0, _length);

    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }

        base.Dispose(disposing);
    }

    private void Grow(int needed)
    {
        if (_length + needed > MostLetters)
        {
            throw new TemplateException("layout", null, "the page grew beyond 32 million letters; a partial seems to draw itself");
        }

        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + needed));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

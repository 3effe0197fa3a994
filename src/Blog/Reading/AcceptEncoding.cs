namespace Blog.Reading;

/// <summary>Reads <c>Accept-Encoding</c> (RFC 9110, 12.5.3) without making objects of it.</summary>
internal static class AcceptEncoding
{
    /// <summary>True if <paramref name="coding"/> is named (or covered by <c>*</c>) with a weight above zero.</summary>
    public static bool Allows(ReadOnlySpan<char> header, ReadOnlySpan<char> coding)
    {
        var others = false;
        while (header.Length > 0)
        {
            var end = header.IndexOf(',');
            var item = (end < 0 ? header : header[..end]).Trim();
            header = end < 0 ? default : header[(end + 1)..];

            var semicolon = item.IndexOf(';');
            var name = semicolon < 0 ? item : item[..semicolon].TrimEnd();
            if (name.Equals(coding, StringComparison.OrdinalIgnoreCase))
            {
                return semicolon < 0 || !IsZero(item[(semicolon + 1)..]);
            }

            if (name is "*")
            {
                others = semicolon < 0 || !IsZero(item[(semicolon + 1)..]);
            }
        }

        return others;
    }

    private static bool IsZero(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        return parameter.StartsWith("q=0", StringComparison.OrdinalIgnoreCase) && parameter[3..].IndexOfAnyExcept('.', '0') < 0;
    }
}

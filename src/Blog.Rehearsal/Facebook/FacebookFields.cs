namespace Blog.Rehearsal.Facebook;

/// <summary>
/// A field that was asked for: <c>name</c>, <c>name{a,b}</c>, <c>name.limit(0).summary(true)</c>, <c>name.as(other)</c>.
/// </summary>
/// <param name="Name">Field.</param>
/// <param name="Below">Fields of it.</param>
/// <param name="With">What hangs on it in parentheses, by name.</param>
internal sealed record FacebookField(string Name, IReadOnlyList<FacebookField> Below, IReadOnlyDictionary<string, string> With)
{
    /// <summary>Name in the answer.</summary>
    public string Key => With.GetValueOrDefault("as", Name);

    /// <summary>Reads a list of fields; null: it can't be read.</summary>
    public static IReadOnlyList<FacebookField>? Read(string text)
    {
        var at = 0;
        var fields = ReadList(text, ref at);
        return at == text.Length ? fields : null;
    }

    private static List<FacebookField>? ReadList(string text, ref int at)
    {
        var fields = new List<FacebookField>();
        while (true)
        {
            var name = ReadName(text, ref at);
            if (name.Length == 0)
            {
                return null;
            }

            var with = new Dictionary<string, string>();
            IReadOnlyList<FacebookField>? below = [];
            while (at < text.Length && text[at] is '.' or '{')
            {
                if (text[at++] == '{')
                {
                    below = ReadList(text, ref at);
                    if (below is null || at >= text.Length || text[at++] != '}')
                    {
                        return null;
                    }
                }
                else
                {
                    var modifier = ReadName(text, ref at);
                    var end = at < text.Length && text[at] == '(' ? text.IndexOf(')', at) : -1;
                    if (modifier.Length == 0 || end < 0)
                    {
                        return null;
                    }

                    with[modifier] = text[(at + 1)..end];
                    at = end + 1;
                }
            }

            fields.Add(new FacebookField(name, below, with));
            if (at >= text.Length || text[at] != ',')
            {
                return fields;
            }

            at++;
        }
    }

    private static string ReadName(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return text[start..at];
    }
}

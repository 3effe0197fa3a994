namespace Blog.Posts.Markdown;

/// <summary>Scanners for languages that are not made of keywords.</summary>
internal static class LineScanners
{
    /// <summary>HTML and XML: tags, attribute names and values, comments.</summary>
    public static void Markup(ref CodeScan scan)
    {
        while (!scan.IsAtEnd)
        {
            if (scan.StartsWith("<!--"))
            {
                scan.Emit("hl-c", scan.LengthThrough("-->", 4));
            }
            else if (scan.Current == '<' && (scan.Peek(1) is '/' or '?' or '!' || CodeScan.IsWordStart(scan.Peek(1))))
            {
                scan.Skip(CodeScan.IsWordStart(scan.Peek(1)) ? 1 : 2);
                Tag(ref scan);
            }
            else
            {
                scan.Skip(1);
            }
        }
    }

    /// <summary>Style sheets: rules, selectors by class, properties, values.</summary>
    public static void Css(ref CodeScan scan, Grammar grammar)
    {
        var depth = 0;
        while (!scan.IsAtEnd)
        {
            var c = scan.Current;
            if (scan.StartsWith("/*"))
            {
                scan.Emit("hl-c", scan.LengthThrough("*/", 2));
            }
            else if (Highlighter.String(ref scan, grammar))
            {
            }
            else if (c == '@')
            {
                scan.Emit("hl-k", 1 + NameLength(ref scan, 1));
            }
            else if (char.IsAsciiDigit(c) || (c == '#' && depth > 0 && char.IsAsciiHexDigit(scan.Peek(1))))
            {
                scan.Emit("hl-n", 1 + ValueLength(ref scan, 1));
            }
            else if (IsNameStart(c))
            {
                var length = NameLength(ref scan, 0);
                if (depth > 0 && scan.Peek(length) == ':')
                {
                    scan.Emit("hl-d", length);
                }
                else if (scan.Peek(length) == '(')
                {
                    scan.Emit("hl-f", length);
                }
                else if (depth == 0)
                {
                    scan.Emit("hl-k", length);
                }
                else
                {
                    scan.Skip(length);
                }
            }
            else
            {
                depth = c switch { '{' => depth + 1, '}' => Math.Max(0, depth - 1), _ => depth };
                scan.Skip(1);
            }
        }
    }

    /// <summary>JSON.</summary>
    public static void Json(ref CodeScan scan, Grammar grammar)
    {
        var keywords = grammar.Keywords.GetAlternateLookup<ReadOnlySpan<char>>();
        var quote = new Quote("\"", "\"");
        while (!scan.IsAtEnd)
        {
            var c = scan.Current;
            if (c == '"')
            {
                var length = scan.StringLength(quote);
                var after = length;
                while (scan.Peek(after) is ' ' && after < length + 8)
                {
                    after++;
                }

                scan.Emit(scan.Peek(after) == ':' ? "hl-d" : "hl-s", length);
            }
            else if (scan.StartsWith("//"))
            {
                scan.Emit("hl-c", scan.RestOfLine());
            }
            else
            {
                PlainWord(ref scan, c, keywords);
            }
        }
    }

    /// <summary>YAML, TOML and INI: keys, sections, values.</summary>
    public static void Yaml(ref CodeScan scan, Grammar grammar)
    {
        var keywords = grammar.Keywords.GetAlternateLookup<ReadOnlySpan<char>>();
        while (!scan.IsAtEnd)
        {
            while (!scan.IsAtEnd && scan.Current is ' ' or '\t' or '-')
            {
                scan.Skip(1);
            }

            var line = scan.Slice(scan.RestOfLine());
            var key = line.IndexOfAny(":=#\"'");
            if (line is ['[', ..])
            {
                scan.Emit("hl-k", line.Length);
            }
            else if (key > 0 && line[key] is ':' or '=' && !line[..key].ContainsAny("{}[]/") && (key + 1 == line.Length || line[key + 1] is ' ' or '\t' || line[key] == '='))
            {
                scan.Emit("hl-d", key);
            }

            while (!scan.IsAtEnd && scan.Current != '\n')
            {
                YamlValue(ref scan, keywords);
            }

            scan.Skip(1);
        }
    }

    /// <summary>Changed lines.</summary>
    public static void Diff(ref CodeScan scan)
    {
        while (!scan.IsAtEnd)
        {
            var length = scan.RestOfLine();
            var colour = scan.Slice(length) switch
            {
                ['+', '+', '+', ..] or ['-', '-', '-', ..] or ['d', 'i', 'f', 'f', ' ', ..] or ['i', 'n', 'd', 'e', 'x', ' ', ..] => "hl-c",
                ['@', '@', ..] => "hl-f",
                ['+', ..] => "hl-s",
                ['-', ..] => "hl-n",
                _ => null,
            };
            if (colour is null)
            {
                scan.Skip(length);
            }
            else
            {
                scan.Emit(colour, length);
            }

            scan.Skip(1);
        }
    }

    private static void YamlValue(ref CodeScan scan, System.Collections.Frozen.FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> keywords)
    {
        var c = scan.Current;
        if (c is '"' or '\'')
        {
            scan.Emit("hl-s", scan.StringLength(new Quote(c.ToString(), c.ToString()) { HasEscapes = c == '"' }));
        }
        else if (c == '#' && scan.Previous is ' ' or '\t' or '\n' or '\0')
        {
            scan.Emit("hl-c", scan.RestOfLine());
        }
        else
        {
            PlainWord(ref scan, c, keywords);
        }
    }

    // A number, a keyword, or nothing that needs a colour.
    private static void PlainWord(ref CodeScan scan, char c, System.Collections.Frozen.FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> keywords)
    {
        if (char.IsAsciiDigit(c))
        {
            scan.Number();
            return;
        }

        var length = CodeScan.IsWordStart(c) ? scan.WordLength(0) : 0;
        if (length > 0 && keywords.Contains(scan.Slice(length)))
        {
            scan.Emit("hl-k", length);
        }
        else
        {
            scan.Skip(Math.Max(length, 1));
        }
    }

    private static void Tag(ref CodeScan scan)
    {
        scan.Emit("hl-k", NameLength(ref scan, 0));
        while (!scan.IsAtEnd && scan.Current is not ('>' or '<'))
        {
            var c = scan.Current;
            if (c is '"' or '\'')
            {
                scan.Emit("hl-s", scan.StringLength(new Quote(c.ToString(), c.ToString()) { HasEscapes = false, IsMultiLine = true }));
            }
            else if (IsNameStart(c))
            {
                scan.Emit("hl-d", NameLength(ref scan, 0));
            }
            else
            {
                scan.Skip(1);
            }
        }
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '-' or '.' or '@' or ':';

    private static int NameLength(ref CodeScan scan, int offset)
    {
        var length = 0;
        while (scan.Peek(offset + length) is var c && (char.IsLetterOrDigit(c) || c is '_' or '-' || (c == ':' && char.IsLetter(scan.Peek(offset + length + 1))) || (length == 0 && c is '.' or '@' or ':')))
        {
            length++;
        }

        return length;
    }

    private static int ValueLength(ref CodeScan scan, int offset)
    {
        var length = 0;
        while (scan.Peek(offset + length) is var c && (char.IsAsciiLetterOrDigit(c) || c is '.' or '%'))
        {
            length++;
        }

        return length;
    }
}

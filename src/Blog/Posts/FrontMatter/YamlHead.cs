using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Blog.Posts.FrontMatter;

/// <summary>YAML heads. Valid YAML goes through the library's event parser; anything else key by key through <see cref="LenientYaml"/>.</summary>
internal static class YamlHead
{
    private const int MaxDepth = 30;
    private const int MaxNodes = 20_000;

    /// <summary>False if the block is not valid YAML and was read key by key.</summary>
    public static bool TryRead(string raw, int firstLine, List<FrontMatterEntry> entries, List<FrontMatterProblem> problems)
    {
        try
        {
            entries.AddRange(Parse(raw, firstLine));
            return true;
        }
        catch (YamlException)
        {
            LenientYaml.Read(raw, firstLine, entries, problems);
            return false;
        }
    }

    /// <summary>The top-level keys. Throws <see cref="YamlException"/> for what is not valid or not a map.</summary>
    public static List<FrontMatterEntry> Parse(string raw, int firstLine)
    {
        try
        {
            return ParseValid(raw, firstLine);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The library's scanner throws these for some broken texts instead of its own exception.
            throw new YamlException("the text is cut or misplaced", e);
        }
    }

    private static List<FrontMatterEntry> ParseValid(string raw, int firstLine)
    {
        var entries = new List<FrontMatterEntry>();
        var parser = new Parser(new StringReader(raw));
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
        {
            return entries;
        }

        parser.Consume<DocumentStart>();
        var builder = new Builder(parser);
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            entries.Add(new FrontMatterEntry(key.Value, builder.Read(0), firstLine + (int)key.Start.Line - 1));
        }

        parser.Consume<DocumentEnd>();
        parser.Consume<StreamEnd>();
        return entries;
    }

    private sealed class Builder(IParser parser)
    {
        private readonly Dictionary<string, FrontMatterValue> _anchors = [];
        private int _nodes;

        public FrontMatterValue Read(int depth)
        {
            // Nesting and aliases can make a few bytes huge; a head of a post needs neither.
            if (depth > MaxDepth || ++_nodes > MaxNodes)
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, "the values are nested too deeply or too many");
            }

            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                return _anchors.GetValueOrDefault(alias.Value.Value) is { Text: not null } known ? known : FrontMatterValue.Empty;
            }

            var anchor = (parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
            var value = ReadNode(depth);
            if (!anchor.IsEmpty)
            {
                _anchors[anchor.Value] = value;
            }

            return value;
        }

        private FrontMatterValue ReadNode(int depth)
        {
            if (parser.TryConsume<SequenceStart>(out _))
            {
                var items = new List<FrontMatterValue>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    items.Add(Read(depth + 1));
                }

                return FrontMatterValue.List(items);
            }

            if (parser.TryConsume<MappingStart>(out _))
            {
                var members = new List<KeyValuePair<string, FrontMatterValue>>();
                while (!parser.TryConsume<MappingEnd>(out _))
                {
                    var key = Read(depth + 1).Text ?? "";
                    members.Add(new(key, Read(depth + 1)));
                }

                return FrontMatterValue.Map(members);
            }

            var scalar = parser.Consume<Scalar>();
            return scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null"
                ? FrontMatterValue.Empty
                : FrontMatterValue.Scalar(scalar.Value, scalar.Style == ScalarStyle.Plain);
        }
    }
}

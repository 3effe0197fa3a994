namespace Blog.Server.Commands;

/// <summary>Settings may stand anywhere among a verb's words; they go to the configuration, the rest to the verb.</summary>
internal static class CommandLine
{
    private static readonly string[] Prefixes = ["--Blog:", "--Outgoing:", "--Logging:", "--environment"];

    /// <summary>Parts <c>import markdown DIR --Blog:Data=/srv/blog</c> into settings and words.</summary>
    public static (string[] Settings, string[] Words) Split(string[] args)
    {
        var settings = new List<string>();
        var words = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (!Prefixes.Any(p => args[i].StartsWith(p, StringComparison.OrdinalIgnoreCase)))
            {
                words.Add(args[i]);
                continue;
            }

            settings.Add(args[i]);
            if (!args[i].Contains('=') && i + 1 < args.Length)
            {
                settings.Add(args[++i]);
            }
        }

        return ([.. settings], [.. words]);
    }
}

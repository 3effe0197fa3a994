using System.Text;

namespace Blog.Rehearsal.Wire;

/// <summary>How pages of emulated networks look to a person: one calm style sheet for all of them, and a line that says that this is practice.</summary>
internal static class PracticeLook
{
    /// <summary>Of the style sheet, below the emulator's base.</summary>
    public const string Path = "/practice.css";

    private const string Line = "<p class=\"practice\"><strong>Practice.</strong> This page stands in for the real network. Nothing that you do here leaves this machine.</p>";

    /// <summary>The style sheet.</summary>
    public static byte[] Css { get; } = Read();

    /// <summary>A page with its style and its line; whatever is no page stays as it is.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="home">Path of the emulator's base.</param>
    public static WireReply Dress(WireReply reply, string home)
    {
        if (!reply.MediaType.StartsWith("text/html", StringComparison.Ordinal))
        {
            return reply;
        }

        var page = Encoding.UTF8.GetString(reply.Body)
            .Replace("</head>", $"<link rel=\"stylesheet\" href=\"{home}{Path}\">\n</head>", StringComparison.Ordinal)
            .Replace("<body>", $"<body>\n{Line}", StringComparison.Ordinal);
        return reply with { Body = Encoding.UTF8.GetBytes(page) };
    }

    private static byte[] Read()
    {
        using var stream = typeof(PracticeLook).Assembly.GetManifestResourceStream("Blog.Rehearsal.practice.css")
            ?? throw new InvalidOperationException("practice.css is missing from the build.");
        using var kept = new MemoryStream();
        stream.CopyTo(kept);
        return kept.ToArray();
    }
}

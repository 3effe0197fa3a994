using System.Text.Json;

namespace Blog.Networks.X;

/// <summary>Numbers and addresses of X that may change without the code changing; read from <c>network.json</c> beside this file.</summary>
internal sealed record XFacts
{
    /// <summary>Address of the API, without a slash at the end.</summary>
    public required string ApiBase { get; init; }

    /// <summary>Address of the pages that people see.</summary>
    public required string WebBase { get; init; }

    /// <summary>Longest text, weighted.</summary>
    public required int MaxLength { get; init; }

    /// <summary>What a link counts.</summary>
    public required int LinkLength { get; init; }

    /// <summary>Total deadline of a call, in seconds.</summary>
    public required int DeadlineSeconds { get; init; }

    /// <summary>Names of the parameter that asks for further fields, the likelier first: X is renaming it.</summary>
    public required IReadOnlyList<string> FieldParameters { get; init; }

    /// <summary>Posts on one page of a timeline, 5 to 100.</summary>
    public required int TimelinePageSize { get; init; }

    /// <summary>Pages that a look-up reads before it gives up.</summary>
    public required int TimelinePages { get; init; }

    /// <summary>The facts that ship.</summary>
    public static XFacts Load()
    {
        using var stream = typeof(XFacts).Assembly.GetManifestResourceStream("Blog.Networks.X.network.json")
            ?? throw new InvalidOperationException("network.json of X is missing from the build.");
        return JsonSerializer.Deserialize(stream, XJson.Default.XFacts)
            ?? throw new InvalidOperationException("network.json of X is empty.");
    }
}

using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Media;

/// <summary>What <c>Blog:Media</c> names: a folder, or a bucket of an S3-compatible store. Nothing: <c>media</c> in the data folder.</summary>
public sealed partial record MediaPlace
{
    private const string Scheme = "s3://";

    private const string Shape = "Allowed: a folder such as /mnt/media, or s3://bucket/prefix?endpoint=https://host:port&region=…&pathStyle=true.";

    /// <summary>Absolute path of a shared folder; null: no folder was named.</summary>
    public string? Folder { get; private init; }

    /// <summary>Bucket of the store; null: no store was named.</summary>
    public string? Bucket { get; private init; }

    /// <summary>What every key begins with, empty or with a closing slash.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>Address of the store; null: the region's own.</summary>
    public Uri? Endpoint { get; private init; }

    /// <summary>Region; null: the store does not care.</summary>
    public string? Region { get; private init; }

    /// <summary>The bucket stands in the path and not in the host; so by default where an endpoint is named.</summary>
    public bool IsPathStyle { get; private init; }

    /// <summary>For the owner.</summary>
    public override string ToString() => Bucket is null ? Folder ?? "" : $"{Scheme}{Bucket}/{Prefix} at {(Endpoint is null ? Region : Endpoint.GetLeftPart(UriPartial.Authority))}";

    /// <summary>Reads the setting; exactly one of the two is null. The problem never repeats what may be a key.</summary>
    public static (MediaPlace? Place, string? Problem) Read(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return (new MediaPlace(), null);
        }

        if (!setting.Contains("://", StringComparison.Ordinal))
        {
            return setting.Contains('\0', StringComparison.Ordinal)
                ? (null, $"Blog:Media holds a NUL character. {Shape}")
                : (new MediaPlace { Folder = Path.GetFullPath(setting) }, null);
        }

        return setting.StartsWith(Scheme, StringComparison.Ordinal)
            ? ReadStore(setting[Scheme.Length..])
            : (null, $"Blog:Media begins with a scheme that is not known. {Shape}");
    }

    private static (MediaPlace? Place, string? Problem) ReadStore(string address)
    {
        var (path, query) = address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? (address[..mark], address[mark..]) : (address, "");
        if (path.Contains('@', StringComparison.Ordinal))
        {
            return (null, "Blog:Media holds an “@”, so perhaps keys. They don’t belong there: set Blog:MediaKey and Blog:MediaSecret, best in the environment (Blog__MediaKey, Blog__MediaSecret).");
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? path : path[..slash];
        var prefix = slash < 0 ? "" : path[slash..].Trim('/');
        if (!BucketShape().IsMatch(bucket))
        {
            return (null, $"Blog:Media names the bucket “{bucket}”. A bucket has 3 to 63 small letters, digits, dots and hyphens. {Shape}");
        }

        if (prefix.Length > 0 && (!PrefixShape().IsMatch(prefix) || prefix.Split('/').Any(p => p is "" or "." or "..")))
        {
            return (null, "Blog:Media has a prefix that is not allowed: letters, digits, hyphens, underscores and dots, parts divided by one slash.");
        }

        var place = new MediaPlace { Bucket = bucket, Prefix = prefix.Length > 0 ? prefix + "/" : "" };
        bool? isPathStyle = null;
        foreach (var (key, values) in QueryHelpers.ParseQuery(query))
        {
            var value = values.ToString();
            switch (key)
            {
                case "endpoint" when Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                    && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }:
                    place = place with { Endpoint = uri };
                    break;
                case "endpoint":
                    return (null, "Blog:Media has an endpoint that is no address. Allowed: http:// or https://, a host, a port if needed, and nothing after it, such as endpoint=https://minio.example:9000.");
                case "region" when RegionShape().IsMatch(value):
                    place = place with { Region = value };
                    break;
                case "region":
                    return (null, "Blog:Media has a region that is none. Allowed: small letters, digits and hyphens, such as region=eu-south-2.");
                case "pathStyle" when bool.TryParse(value, out var style):
                    isPathStyle = style;
                    break;
                case "pathStyle":
                    return (null, "Blog:Media has a pathStyle that is neither true nor false. Allowed: pathStyle=true for the bucket in the path, pathStyle=false for the bucket in the host.");
                default:
                    return (null, $"Blog:Media has something after the question mark that is no setting. Allowed: endpoint, region, pathStyle. Keys belong in Blog:MediaKey and Blog:MediaSecret.");
            }
        }

        return place is { Endpoint: null, Region: null }
            ? (null, $"Blog:Media names neither an endpoint nor a region, so the store can’t be found. {Shape}")
            : (place with { IsPathStyle = isPathStyle ?? place.Endpoint is not null }, null);
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]\z", RegexOptions.NonBacktracking)]
    private static partial Regex BucketShape();

    [GeneratedRegex(@"^[A-Za-z0-9_.\-/]{1,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex PrefixShape();

    [GeneratedRegex(@"^[a-z0-9\-]{1,40}\z", RegexOptions.NonBacktracking)]
    private static partial Regex RegionShape();
}

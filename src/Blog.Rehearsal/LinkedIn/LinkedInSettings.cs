namespace Blog.Rehearsal.LinkedIn;

/// <summary>What the emulated LinkedIn does when. The defaults are the documented ones.</summary>
public sealed class LinkedInSettings
{
    private readonly Lock _gate = new();
    private HashSet<string> _retired = [];

    /// <summary>Oldest API version that is answered.</summary>
    public string FirstVersion { get; set; } = "202510";

    /// <summary>Newest API version that is there.</summary>
    public string LastVersion { get; set; } = "202609";

    /// <summary>Longest text of a post, markup included.</summary>
    public int MaxCommentary { get; set; } = 3000;

    /// <summary>Longest comment.</summary>
    public int MaxComment { get; set; } = 1250;

    /// <summary>Life of an access token.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromDays(60);

    /// <summary>Life of a refresh token; using it does not make it longer.</summary>
    public TimeSpan RefreshLife { get; set; } = TimeSpan.FromDays(365);

    /// <summary>What the token answer says instead of the true life, in seconds; null: the truth.</summary>
    public long? ExpiresInSaid { get; set; }

    /// <summary>What the token answer says instead of the refresh token's true life; null: the truth.</summary>
    public long? RefreshExpiresInSaid { get; set; }

    /// <summary>The token answer names the rights.</summary>
    public bool SaysScope { get; set; } = true;

    /// <summary>A refresh answers without the refresh token.</summary>
    public bool OmitsRefreshToken { get; set; }

    /// <summary>Rights that the member's consent leaves out although they were asked for.</summary>
    public IReadOnlyList<string> WithheldScopes { get; set; } = [];

    /// <summary>How long an identical post is refused.</summary>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a deleted post goes on being taken for a duplicate; zero: as long as any.</summary>
    public TimeSpan GhostFor { get; set; }

    /// <summary>Kind of URN by which a duplicate is named; null: the post's own.</summary>
    public string? DuplicateNamedAs { get; set; }

    /// <summary>New posts of a member and day (UTC).</summary>
    public int DailyQuota { get; set; } = 150;

    /// <summary>Time that a picture takes to be processed.</summary>
    public TimeSpan Processing { get; set; }

    /// <summary>Address below which pictures are to be uploaded; null: the one that was called.</summary>
    public string? UploadBase { get; set; }

    /// <summary>A change of the text is answered well and lost.</summary>
    public bool LosesEdits { get; set; }

    /// <summary>Comments need the newer rights of their own (<c>…_feed</c>).</summary>
    public bool SplitsFeedScopes { get; set; }

    /// <summary>Roles name their page <c>organizationTarget</c>, as some versions do.</summary>
    public bool NamesTarget { get; set; }

    /// <summary>Links in texts come back as short ones.</summary>
    public bool ShortensLinks { get; set; }

    /// <summary>Ends API versions.</summary>
    public void Retire(params string[] versions)
    {
        lock (_gate)
        {
            _retired = [.. _retired, .. versions];
        }
    }

    internal bool IsActive(string version)
    {
        lock (_gate)
        {
            return version.Length == 6 && version.All(char.IsAsciiDigit)
                && string.CompareOrdinal(version, FirstVersion) >= 0 && string.CompareOrdinal(version, LastVersion) <= 0
                && !_retired.Contains(version);
        }
    }
}

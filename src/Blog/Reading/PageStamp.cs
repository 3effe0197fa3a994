namespace Blog.Reading;

/// <summary>What a page was made from, and so when it is stale.</summary>
/// <param name="Start">Versions before anything was read.</param>
internal sealed record PageStamp(VersionSnapshot Start)
{
    /// <summary>How long a page that shows lists only at its edge may lag behind them (see <see cref="ListsMayLag"/>).</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromMinutes(1);

    /// <summary>The page shows a list: it is stale as soon as the lists scope moves.</summary>
    public bool ShowsLists { get; init; }

    /// <summary>
    /// The page shows no list but links to its neighbours in one. A change of a neighbour is seen through <see cref="Posts"/> at once;
    /// a post that came in between is shown after <see cref="Lag"/>, so that an import does not make every page of the site anew
    /// with each post it brings.
    /// </summary>
    public bool ListsMayLag { get; init; }

    /// <summary>Posts that the page shows, with the version that was read.</summary>
    public IReadOnlyList<(Guid Id, long Version)> Posts { get; init; } = [];

    /// <summary>False as soon as something that the page shows has changed.</summary>
    public bool IsFresh(ContentVersion version, TimeSpan age)
    {
        if (version.Site != Start.Site || (ShowsLists && version.Lists != Start.Lists) || (ListsMayLag && age > Lag && version.Lists != Start.Lists))
        {
            return false;
        }

        foreach (var (id, known) in Posts)
        {
            if (version.Post(id) > known)
            {
                return false;
            }
        }

        return true;
    }
}

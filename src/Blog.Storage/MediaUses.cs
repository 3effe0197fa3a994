namespace Blog.Storage;

/// <summary>Which posts use which files: rows that follow each save of a post.</summary>
internal static class MediaUses
{
    private const string Forget = "DELETE FROM media_use WHERE post_id = @post";

    private const string Note = "INSERT INTO media_use (media_id, post_id) SELECT m.id, @post FROM media m WHERE m.path = @path ON CONFLICT DO NOTHING";

    /// <summary>All its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [Forget, Note];

    /// <summary>Writes what a post uses now, by paths; a path that the library does not know is nobody's.</summary>
    public static void Write(Session session, long post, IReadOnlyList<string> paths)
    {
        session.Execute(Forget, ("@post", post));
        foreach (var path in paths)
        {
            session.Execute(Note, ("@post", post), ("@path", path));
        }
    }
}

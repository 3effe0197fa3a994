namespace Blog.Homecoming;

/// <summary>Counts what becomes of the files while several are worked on at once.</summary>
internal sealed class ImportTally(string folder, int total, IProgress<ImportProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly List<ImportNote> _skipped = [];
    private readonly List<ImportNote> _failures = [];
    private readonly List<ImportNote> _warnings = [];
    private int _created;
    private int _updated;
    private int _unchanged;
    private int _done;

    public void Created(string file) => Count(file, () => _created++);

    public void Updated(string file) => Count(file, () => _updated++);

    public void Unchanged(string file) => Count(file, () => _unchanged++);

    public void Skipped(string file, string reason) => Count(file, () => _skipped.Add(new ImportNote(file, null, reason)));

    public void Failed(string file, int? line, string reason) => Count(file, () => _failures.Add(new ImportNote(file, line, reason)));

    /// <summary>Something to look at in a file that is counted elsewhere.</summary>
    public void Warn(ImportNote note)
    {
        lock (_gate)
        {
            _warnings.Add(note);
        }
    }

    public ImportReport Report(int media, TimeSpan elapsed)
    {
        lock (_gate)
        {
            return new ImportReport
            {
                Folder = folder,
                Read = total,
                Created = _created,
                Updated = _updated,
                Unchanged = _unchanged,
                Media = media,
                Elapsed = elapsed,
                SkippedFiles = Sorted(_skipped),
                Failures = Sorted(_failures),
                Warnings = Sorted(_warnings),
            };
        }
    }

    private void Count(string file, Action count)
    {
        int done;
        lock (_gate)
        {
            count();
            done = ++_done;
        }

        progress?.Report(new ImportProgress(done, total, file));
    }

    private static List<ImportNote> Sorted(List<ImportNote> notes) =>
        [.. notes.OrderBy(n => n.File, StringComparer.Ordinal).ThenBy(n => n.Line)];
}

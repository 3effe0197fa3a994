using System.Globalization;
using System.Text;

namespace Blog.Tests.Journeys;

/// <summary>A folder with a blog to import and room for data; the same seed writes the same posts.</summary>
internal sealed class CrashFolder : IDisposable
{
    private static readonly string[] Words = ["tent", "ridge", "kettle", "wind", "stove", "cairn", "rope", "snow", "lamp", "map", "añil", "夜", "camp", "morning", "letters"];

    public string Path { get; } = Directory.CreateTempSubdirectory("blog-crash-").FullName;

    public string Posts => System.IO.Path.Combine(Path, "posts");

    public string Database => System.IO.Path.Combine(Path, "data", "blog.db");

    /// <summary>Writes <paramref name="count"/> posts; each ends with a line that only a whole post has.</summary>
    public void Write(int count, int seed)
    {
        Directory.CreateDirectory(Posts);
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"---\ntitle: Night {i}\ndate: 20{10 + (i % 15)}-0{1 + (i % 9)}-1{i % 10}\ntags: [{Words[i % Words.Length]}, night]\n---\n");
            for (var paragraph = 0; paragraph < 8; paragraph++)
            {
                text.AppendJoin(' ', Enumerable.Range(0, 60).Select(_ => Words[random.Next(Words.Length)])).Append(".\n\n");
            }

            text.Append(Last(i)).Append('\n');
            File.WriteAllText(System.IO.Path.Combine(Posts, string.Create(CultureInfo.InvariantCulture, $"night-{i}.md")), text.ToString());
        }
    }

    public static string Last(int number) => string.Create(CultureInfo.InvariantCulture, $"This was night {number}, to its end.");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

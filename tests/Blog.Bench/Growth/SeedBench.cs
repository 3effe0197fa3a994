using System.Diagnostics;
using System.Globalization;
using Blog.Accounts;
using Blog.Bench.Storage;
using Blog.Site;
using Microsoft.AspNetCore.Identity;

namespace Blog.Bench.Growth;

/// <summary>Writes a <see cref="SyntheticBlog"/> through the ports: a save is a save, only many are on their way at once and share their commits.</summary>
internal static class SeedBench
{
    /// <summary>Who may sign in to a seeded blog.</summary>
    public const string Email = "ines@refuge.example";

    /// <summary>With what.</summary>
    public const string Password = "nine centimetres of snow";

    private const int Chunk = 1024;
    private const int Way = 128;

    public static async Task<int> RunAsync(string[] args)
    {
        var words = new BenchWords(args);
        var folder = words.Text("--data");
        var database = words.Text("--to");
        if (folder is null && database is null)
        {
            await Console.Error.WriteLineAsync("Say where: --data FOLDER (SQLite) or --to CONNECTION (PostgreSQL).");
            return 2;
        }

        var blog = new SyntheticBlog(words.Number("--posts", 1000), words.Number("--comments", 10_000), words.Number("--seed", 1));
        var scratch = folder ?? Directory.CreateTempSubdirectory("blog-seed-").FullName;
        try
        {
            await WriteAsync(blog, scratch, database, Console.Out);
        }
        finally
        {
            if (folder is null)
            {
                Directory.Delete(scratch, recursive: true);
            }
        }

        return 0;
    }

    /// <summary>Writes the blog, its settings and its owner into an empty store.</summary>
    public static async Task WriteAsync(SyntheticBlog blog, string folder, string? database, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        await using var store = new BenchStore(folder, database);
        await store.Health.OpenAsync(default);
        await AddOwnerAsync(store);

        var watch = Stopwatch.StartNew();
        await InOrderAsync(blog.Posts, blog.Post, change => store.Posts.SaveAsync(change, default));
        Tell(output, "posts", blog.Posts, watch);
        watch.Restart();

        // Some answer the one before, so they are made one after the other; the store is the slower part.
        var comments = Enumerable.Range(0, blog.Comments).Select(blog.Comment);
        var waiting = new Queue<Task>();
        foreach (var comment in comments)
        {
            waiting.Enqueue(store.Interactions.UpsertAsync(comment, default));
            if (waiting.Count >= Way)
            {
                await waiting.Dequeue();
            }
        }

        await Task.WhenAll(waiting);
        Tell(output, "comments", blog.Comments, watch);
    }

    // Made on all processors, written in order: so row numbers are the same every time.
    private static async Task InOrderAsync<T>(int count, Func<int, T> make, Func<T, Task> write)
    {
        var waiting = new Queue<Task>();
        for (var from = 0; from < count; from += Chunk)
        {
            var made = new T[Math.Min(Chunk, count - from)];
            var start = from;
            Parallel.For(0, made.Length, i => made[i] = make(start + i));
            foreach (var one in made)
            {
                waiting.Enqueue(write(one));
                if (waiting.Count >= Way)
                {
                    await waiting.Dequeue();
                }
            }
        }

        await Task.WhenAll(waiting);
    }

    private static async Task AddOwnerAsync(BenchStore store)
    {
        var born = new DateTimeOffset(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await store.Site.SaveAsync(new SiteSettings { Title = "Refuge Notes", Language = "en", ZoneId = "Etc/UTC" }, default);
        var owner = new Account
        {
            Id = Guid.Parse("0197a5a0-0000-7000-8000-000000000001"),
            Email = Email,
            NormalizedEmail = Email.ToUpperInvariant(),
            Name = "Inés Quintana",
            Slug = "ines-quintana",
            Role = AccountRole.Owner,
            SecurityStamp = "seeded",
            CreatedAt = born,
        };
        owner.PasswordHash = new PasswordHasher<Account>().HashPassword(owner, Password);
        await store.Accounts.AddFirstAsync(owner, default);
    }

    private static void Tell(TextWriter output, string what, int count, Stopwatch watch) => output.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{count,9} {what,-10} {watch.Elapsed.TotalSeconds,7:0.0} s   {count / watch.Elapsed.TotalSeconds,7:0} /s"));
}

/// <summary>Options of a verb: <c>--name value</c>.</summary>
internal sealed class BenchWords(string[] words)
{
    public string? Text(string name) => Array.IndexOf(words, name) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;

    public int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : otherwise;
}

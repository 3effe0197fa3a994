using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Net;
using System.Reflection;
using Blog.Posts;
using Blog.Reading;
using Blog.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Blog.Tests.Journeys;

public sealed class PageCacheTests
{
    private const string LongText = "The kettle whistles, and whistles, and the snow falls on the kettle. ";

    [Fact]
    public async Task A_head_request_answers_like_a_get_without_the_body()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle");

        foreach (var path in new[] { "/2026/kettle", "/", "/feed.xml", "/nothing", "/search?q=x" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await site.SendAsync(request);
            using var get = await site.SendAsync(path);

            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Equal((await get.Content.ReadAsByteArrayAsync()).Length, head.Content.Headers.ContentLength);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_client_that_has_the_page_gets_304()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle");
        using var first = await site.SendAsync("/2026/kettle");
        var tag = first.Headers.ETag!.ToString();
        var date = first.Content.Headers.LastModified!.Value;

        foreach (var (name, value) in new[]
        {
            ("If-None-Match", tag), ("If-None-Match", "\"other\", " + tag), ("If-None-Match", "W/" + tag), ("If-None-Match", "*"),
            ("If-Modified-Since", date.ToString("r")), ("If-Modified-Since", date.AddDays(1).ToString("r")),
        })
        {
            using var again = await site.SendAsync("/2026/kettle", (name, value));

            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(tag, again.Headers.ETag!.ToString());
            Assert.Equal(first.Headers.CacheControl!.ToString(), again.Headers.CacheControl!.ToString());
            Assert.Equal("Accept-Encoding", again.Headers.Vary.ToString());
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }

        foreach (var headers in new (string, string)[][]
        {
            [("If-None-Match", "\"other\"")], [("If-Modified-Since", date.AddSeconds(-1).ToString("r"))], [("If-Modified-Since", "yesterday")],
            [("If-None-Match", "\"other\""), ("If-Modified-Since", date.ToString("r"))],
        })
        {
            using var again = await site.SendAsync("/2026/kettle", headers);

            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }
    }

    [Fact]
    public async Task A_page_that_changes_within_a_second_gets_another_date()
    {
        using var site = new ReadingSite(app => app.Configure(services => services.AddSingleton<TimeProvider>(new Infrastructure.FakeClock(ReadingSite.Start.AddYears(1)))));
        var post = await site.PublishAsync("Kettle");
        using var before = await site.SendAsync("/2026/kettle");

        await site.SaveAsync(Publisher.AsDraft(post) with { Markdown = "Other words." });

        var date = before.Content.Headers.LastModified!.Value;
        using var after = await site.SendAsync("/2026/kettle", ("If-Modified-Since", date.ToString("r")));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.True(after.Content.Headers.LastModified > date);
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task A_page_made_again_with_the_same_words_keeps_its_tag_and_date()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle");
        using var before = await site.SendAsync("/2026/kettle");

        site.App.Get<ContentVersion>().Invalidate();

        using var after = await site.SendAsync("/2026/kettle");
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);
        Assert.Equal(before.Content.Headers.LastModified, after.Content.Headers.LastModified);
    }

    [Theory]
    [InlineData("/2026/kettle")]
    [InlineData("/")]
    [InlineData("/feed.xml")]
    [InlineData("/sitemap.xml")]
    public async Task Compressed_forms_decode_to_the_plain_one_and_have_tags_of_their_own(string path)
    {
        using var site = new ReadingSite(app => app.Configure(WithoutCompressor));
        await site.PublishAsync("Kettle", string.Concat(Enumerable.Repeat(LongText, 100)));
        using var plain = await site.SendAsync(path, ("Accept-Encoding", "gzip, br"));
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        var bytes = await plain.Content.ReadAsByteArrayAsync();
        await site.ReadAsync(path);

        new PageCompressor(site.Cache).CompressWaiting(default);

        using var gzip = await site.SendAsync(path, ("Accept-Encoding", "gzip, deflate"));
        using var brotli = await site.SendAsync(path, ("Accept-Encoding", "gzip, deflate, br, zstd"));
        Assert.Equal("gzip", gzip.Content.Headers.ContentEncoding.Single());
        Assert.Equal("br", brotli.Content.Headers.ContentEncoding.Single());
        Assert.Equal(bytes, Decode(new GZipStream(await gzip.Content.ReadAsStreamAsync(), CompressionMode.Decompress)));
        Assert.Equal(bytes, Decode(new BrotliStream(await brotli.Content.ReadAsStreamAsync(), CompressionMode.Decompress)));
        Assert.Equal(3, new[] { plain, gzip, brotli }.Select(r => r.Headers.ETag!.Tag).Distinct().Count());
        Assert.All([plain, gzip, brotli], r => Assert.Equal("Accept-Encoding", r.Headers.Vary.ToString()));
        foreach (var known in new[] { plain, gzip, brotli })
        {
            using var again = await site.SendAsync(path, ("Accept-Encoding", "gzip, br"), ("If-None-Match", known.Headers.ETag!.Tag));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(known.Headers.ETag, again.Headers.ETag);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("identity", null)]
    [InlineData("gzip;q=0, br;q=0.0", null)]
    [InlineData("GZIP", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("*", "br")]
    [InlineData("xgzip, brr", null)]
    public async Task Only_what_the_client_accepts_is_sent(string? accepted, string? expected)
    {
        using var site = new ReadingSite(app => app.Configure(WithoutCompressor));
        await site.PublishAsync("Kettle", string.Concat(Enumerable.Repeat(LongText, 100)));
        await site.ReadAsync("/2026/kettle");
        await site.ReadAsync("/2026/kettle");
        new PageCompressor(site.Cache).CompressWaiting(default);

        using var response = accepted is null ? await site.SendAsync("/2026/kettle") : await site.SendAsync("/2026/kettle", ("Accept-Encoding", accepted));

        Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
    }

    [Fact]
    public async Task A_page_that_is_asked_for_once_costs_no_compression()
    {
        using var site = new ReadingSite(app => app.Configure(WithoutCompressor));
        await site.PublishAsync("Kettle", string.Concat(Enumerable.Repeat(LongText, 100)));

        await site.ReadAsync("/2026/kettle");
        Assert.Equal(0, site.Cache.Uncompressed.Count);
        await site.ReadAsync("/2026/kettle");
        Assert.Equal(1, site.Cache.Uncompressed.Count);
    }

    [Fact]
    public async Task Pages_are_compressed_while_the_blog_runs()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle", string.Concat(Enumerable.Repeat(LongText, 100)));
        await site.ReadAsync("/2026/kettle");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string? encoding = null;
        while (encoding is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            using var response = await site.SendAsync("/2026/kettle", ("Accept-Encoding", "br"));
            encoding = response.Content.Headers.ContentEncoding.SingleOrDefault();
        }

        Assert.Equal("br", encoding);
    }

    [Fact]
    public async Task Noise_in_an_address_makes_no_page_of_its_own()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle", "Words.", 0, "Snow");
        foreach (var path in new[] { "/", "/2026/kettle", "/tag/snow", "/feed.xml" })
        {
            using var clean = await site.SendAsync(path);
            var body = await clean.Content.ReadAsStringAsync();
            var stored = site.Cache.Count;

            for (var i = 0; i < 50; i++)
            {
                using var noisy = await site.SendAsync($"{path}?utm_source=x{i}&y={i}&xbefore=1&Before=2&before");
                Assert.Equal(body, await noisy.Content.ReadAsStringAsync());
                Assert.Equal(clean.Headers.ETag, noisy.Headers.ETag);
            }

            Assert.Equal(stored, site.Cache.Count);
        }
    }

    [Fact]
    public async Task A_list_page_is_found_under_its_place_whatever_stands_beside_it()
    {
        using var site = new ReadingSite();
        var posts = new List<Post>();
        for (var i = 0; i < 25; i++)
        {
            posts.Add(await site.PublishAsync($"Post {i}", day: i));
        }

        var place = "before=" + new PostCursor(posts[15].PublishedAt!.Value, posts[15].Id);
        var page = await site.ReadAsync("/?" + place);
        var stored = site.Cache.Count;

        Assert.Equal(page, await site.ReadAsync($"/?utm_source=a&{place}&x=y"));
        Assert.NotEqual(page, await site.ReadAsync("/"));
        Assert.Equal(stored + 1, site.Cache.Count);
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/%3F" + place));
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Prefix", "/evil")]
    [InlineData("X-Original-URL", "/desk")]
    [InlineData("X-Rewrite-URL", "/desk")]
    [InlineData("X-HTTP-Method-Override", "POST")]
    [InlineData("Forwarded", "host=evil.example;proto=https")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Referer", "https://evil.example/\"><script>")]
    [InlineData("User-Agent", "evil\"><script>")]
    [InlineData("Accept-Language", "es")]
    [InlineData("Accept", "application/json")]
    [InlineData("Cookie", "theme=evil; session=1; .AspNetCore.Identity.Application=x")]
    [InlineData("Authorization", "Bearer x")]
    [InlineData("Range", "bytes=0-1")]
    public async Task No_header_of_one_reader_changes_what_the_next_one_gets(string name, string value)
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle", "Words.", 0, "Snow");
        foreach (var path in new[] { "/", "/2026/kettle", "/tag/snow", "/archive", "/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/robots.txt", "/nothing", "/2026/kettle/" })
        {
            site.App.Get<ContentVersion>().Invalidate();
            var odd = await DescribeAsync(site, path, (name, value));
            var clean = await DescribeAsync(site, path);
            site.App.Get<ContentVersion>().Invalidate();
            var alone = await DescribeAsync(site, path);

            Assert.Equal(alone, clean);
            Assert.Equal(alone, odd);
        }
    }

    [Theory]
    [InlineData("/desk")]
    [InlineData("/desk/kettle.css")]
    [InlineData("/desk;x.css")]
    [InlineData("/desk%2fx.css")]
    [InlineData("/desk/..%2f2026/kettle")]
    [InlineData("/search?q=kettle")]
    public async Task What_is_no_public_page_is_never_kept(string path)
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle");
        await site.ReadAsync("/2026/kettle");
        var stored = site.Cache.Count;

        for (var i = 0; i < 3; i++)
        {
            using var response = await site.SendAsync(path);
            Assert.Null(response.Headers.ETag);
        }

        Assert.Equal(stored, site.Cache.Count);
    }

    [Fact]
    public async Task Memory_stays_within_its_limit_and_what_is_read_stays()
    {
        const int limit = 300_000;
        using var site = new ReadingSite(app => app.Configure(services => services.AddSingleton(new PageCacheLimits(limit))));
        for (var i = 0; i < 120; i++)
        {
            await site.PublishAsync($"Post {i}", LongText, i);
        }

        for (var i = 0; i < 120; i++)
        {
            await site.ReadAsync("/2026/post-7");
            await site.ReadAsync($"/2026/post-{i}");
            Assert.InRange(site.Cache.Bytes, 1, limit);
        }

        Assert.InRange(site.Cache.Count, 5, 119);
        Assert.Contains("/2026/post-7", site.Cache.Keys);
        Assert.DoesNotContain("/2026/post-8", site.Cache.Keys);
    }

    [Fact]
    public async Task Many_who_ask_at_once_cause_one_rendering()
    {
        var counted = new Counted();
        using var site = new ReadingSite(app => app.Configure(services => counted.Decorate(services)));
        await site.PublishAsync("Kettle");
        await site.ReadAsync("/");
        counted.Calls.Clear();
        counted.Hold = new TaskCompletionSource();

        var requests = Enumerable.Range(0, 40).Select(_ => site.ReadAsync("/2026/kettle")).ToList();
        await counted.Held.Task;
        counted.Hold.SetResult();
        var pages = await Task.WhenAll(requests);

        Assert.Single(pages.Distinct());
        Assert.Equal(1, counted.Calls[nameof(IPostStore.FindByPathAsync)]);
    }

    [Fact]
    public async Task What_was_read_most_is_made_anew_after_a_change_before_a_reader_asks()
    {
        using var site = new ReadingSite();
        var read = await site.PublishAsync("Kettle");
        var unread = await site.PublishAsync("Stove");
        for (var i = 0; i < 5; i++)
        {
            await site.ReadAsync("/");
            await site.ReadAsync(read.Path);
        }

        await site.ReadAsync(unread.Path);
        var old = (site.Cache.Stored("/"), site.Cache.Stored(read.Path), site.Cache.Stored(unread.Path));

        await site.PublishAsync("Candle");

        await Waiting.UntilAsync("the first page is made anew", () => Task.FromResult(site.Cache.Stored("/") != old.Item1));
        Assert.Contains("Candle", System.Text.Encoding.UTF8.GetString(site.Cache.Stored("/")!.Identity.Span));
        Assert.Same(old.Item3, site.Cache.Stored(unread.Path));
    }

    [Fact]
    public async Task A_page_that_was_being_made_during_a_change_is_not_kept_as_new()
    {
        var counted = new Counted();
        using var site = new ReadingSite(app => app.Configure(services => counted.Decorate(services)));
        var post = await site.PublishAsync("Kettle", "Old words.");
        await site.ReadAsync("/");
        counted.Hold = new TaskCompletionSource();

        // The first reader has read the old post and has not answered yet; meanwhile the post changes.
        var early = site.ReadAsync("/2026/kettle");
        await counted.Held.Task;
        await site.SaveAsync(Publisher.AsDraft(post) with { Markdown = "New words." });
        var late = site.ReadAsync("/2026/kettle");
        counted.Hold.SetResult();

        Assert.Contains("Old words.", await early, StringComparison.Ordinal);
        Assert.Contains("New words.", await late, StringComparison.Ordinal);
        Assert.Contains("New words.", await site.ReadAsync("/2026/kettle"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_who_hammer_while_it_changes_never_make_a_page_stay_old()
    {
        using var site = new ReadingSite();
        var post = await site.PublishAsync("Version 0", "Words.", 0, "Snow");
        await site.PublishAsync("Neighbour", "Words.", 1);
        using var stop = new CancellationTokenSource();
        var paths = new[] { post.Path, "/", "/tag/snow", "/feed.xml", "/2026/neighbour" };
        var readers = Enumerable.Range(0, 6).Select(r => Task.Run(async () =>
        {
            for (var i = r; !stop.IsCancellationRequested; i++)
            {
                await site.ReadAsync(paths[i % paths.Length]);
            }
        })).ToList();

        for (var version = 1; version <= 60; version++)
        {
            post = await site.SaveAsync(Publisher.AsDraft(post) with { Title = $"Version {version}." });
            foreach (var path in paths)
            {
                Assert.Contains($"Version {version}.", await site.ReadAsync(path), StringComparison.Ordinal);
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task A_failed_page_is_not_kept_and_fails_for_those_who_waited_only()
    {
        var counted = new Counted();
        using var site = new ReadingSite(app => app.Configure(services => counted.Decorate(services)));
        await site.PublishAsync("Kettle");
        counted.Fault = new InvalidOperationException("the disk spoke of secrets");

        using var broken = await site.SendAsync("/2026/kettle");
        var page = await broken.Content.ReadAsStringAsync();
        counted.Fault = null;

        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
        Assert.Equal("no-store", broken.Headers.CacheControl?.ToString());
        Assert.Contains("<main", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets", page, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", page, StringComparison.Ordinal);
        await site.ReadAsync("/2026/kettle");
    }

    [Fact]
    public void A_stored_version_that_follows_a_theme_change_is_seen()
    {
        var version = new ContentVersion();
        version.Observe(new ContentStamp(5, 5));
        version.Invalidate();
        var before = version.Snapshot();

        version.Observe(new ContentStamp(6, 5));

        Assert.NotEqual(before.Site, version.Site);
        Assert.NotEqual(before.Changes, version.Changes);
    }

    [Fact]
    public void A_page_at_the_edge_of_a_list_may_lag_a_minute_and_no_longer()
    {
        var version = new ContentVersion();
        version.Observe(new ContentStamp(1, 1));
        var id = Guid.CreateVersion7();
        var stamp = new PageStamp(version.Snapshot()) { ListsMayLag = true, Posts = [(id, 3)] };

        version.Observe(new ContentStamp(1, 2));

        Assert.True(stamp.IsFresh(version, TimeSpan.FromSeconds(59)));
        Assert.False(stamp.IsFresh(version, TimeSpan.FromSeconds(61)));
        version.Observe(id, 4);
        Assert.False(stamp.IsFresh(version, TimeSpan.Zero));
    }

    private static void WithoutCompressor(IServiceCollection services) =>
        services.Remove(services.Single(s => s.ImplementationType == typeof(PageCompressor)));

    private static byte[] Decode(Stream stream)
    {
        using var decoded = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(decoded);
        }

        return decoded.ToArray();
    }

    private static async Task<string> DescribeAsync(ReadingSite site, string path, params (string Name, string Value)[] headers)
    {
        using var response = await site.SendAsync(path, headers);
        var lines = response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Last-Modified").OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}");
        return $"{(int)response.StatusCode}\n{string.Join('\n', lines)}\n\n{await response.Content.ReadAsStringAsync()}";
    }
}

/// <summary>Stands before the post store: counts calls, and can hold or break the look-up of a path after it was read.</summary>
internal sealed class Counted
{
    public ConcurrentDictionary<string, int> Calls { get; } = new();

    public TaskCompletionSource? Hold { get; set; }

    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exception? Fault { get; set; }

    public void Decorate(IServiceCollection services)
    {
        var inner = services.Last(s => s.ServiceType == typeof(IPostStore));
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var store = (IPostStore)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!));
            var proxy = DispatchProxy.Create<IPostStore, Proxy>();
            ((Proxy)(object)proxy).Set(this, store);
            return proxy;
        }));
    }

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
    private class Proxy : DispatchProxy
    {
        private Counted _counted = null!;
        private IPostStore _store = null!;

        public void Set(Counted counted, IPostStore store) => (_counted, _store) = (counted, store);

        protected override object? Invoke(MethodInfo? method, object?[]? arguments)
        {
            _counted.Calls.AddOrUpdate(method!.Name, 1, (_, n) => n + 1);
            return method.Name == nameof(IPostStore.FindByPathAsync)
                ? FindAsync((Task<PathMatch?>)method.Invoke(_store, arguments)!)
                : method.Invoke(_store, arguments);
        }

        private async Task<PathMatch?> FindAsync(Task<PathMatch?> read)
        {
            var match = await read;
            if (_counted.Fault is { } fault)
            {
                throw fault;
            }

            if (_counted.Hold is { } hold)
            {
                _counted.Held.TrySetResult();
                await hold.Task;
            }

            return match;
        }
    }
}

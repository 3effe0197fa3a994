using System.Net;
using Blog.Posts;
using Blog.Reading;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>A blog with a reader in front of it: what the tests of the reading side need over and over.</summary>
internal sealed class ReadingSite : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _reader;

    public ReadingSite(Action<BlogApp>? prepare = null)
    {
        App = new BlogApp();
        prepare?.Invoke(App);
        _reader = App.Browser();
    }

    public BlogApp App { get; }

    public Publisher Publisher => App.Get<Publisher>();

    public PageCache Cache => App.Get<PageCache>();

    public async Task<Post> SaveAsync(PostDraft draft)
    {
        var result = await Publisher.SaveAsync(draft, CancellationToken.None);
        Assert.True(result.Outcome == PublishOutcome.Saved, result.Problem);
        return result.Post!;
    }

    /// <summary>A public post; <paramref name="day"/> counts from <see cref="Start"/>.</summary>
    public Task<Post> PublishAsync(string? title, string markdown = "Some words.", int day = 0, params string[] tags) => SaveAsync(new PostDraft
    {
        Title = title,
        Markdown = markdown,
        Tags = tags,
        Status = PostStatus.Published,
        PublishedAt = Start.AddDays(day),
    });

    public async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, headers);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _reader.SendAsync(request);
    }

    /// <summary>The body of a page that must be there.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var response = await SendAsync(path);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)response.StatusCode}");
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await SendAsync(path);
        return response.StatusCode;
    }

    /// <summary>Status and the path (with query) that a redirect leads to.</summary>
    public async Task<(HttpStatusCode Status, string? Target)> FollowAsync(string path)
    {
        using var response = await SendAsync(path);
        var target = response.Headers.Location?.OriginalString;
        return (response.StatusCode, target?.StartsWith("http://blog.test/", StringComparison.Ordinal) == true ? target["http://blog.test".Length..] : target);
    }

    public void Dispose()
    {
        _reader.Dispose();
        App.Dispose();
    }
}

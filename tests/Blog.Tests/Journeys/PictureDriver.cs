using System.Net.Http.Headers;
using System.Text.Json;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>An author who brings pictures to the desk.</summary>
internal static class PictureDriver
{
    /// <summary>A file of an upload: the field, the bytes and the name that the sender gives it.</summary>
    public sealed record Part(byte[] Bytes, string Name = "kettle.png", string Field = "file", string Type = "image/png");

    /// <summary>Sends a form with files; <paramref name="change"/> may spoil the request.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(
        this DeskDriver desk, IReadOnlyList<Part> parts, string? alt = null, bool asScript = true, string path = "/desk/media", Action<HttpRequestMessage>? change = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        var form = new MultipartFormDataContent();
        foreach (var part in parts)
        {
            var content = new ByteArrayContent(part.Bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue(part.Type);
            form.Add(content, part.Field, part.Name);
        }

        form.Add(new StringContent(token ?? DeskDriver.TokenOf(await desk.PageAsync("/desk/media"))), "__RequestVerificationToken");
        if (alt is not null)
        {
            form.Add(new StringContent(alt), "alt");
        }

        request.Content = form;
        if (asScript)
        {
            request.Headers.Accept.ParseAdd("application/json");
        }

        change?.Invoke(request);
        return await desk.Browser.SendAsync(request);
    }

    /// <summary>Uploads one picture, perhaps with smaller ones, and answers its address.</summary>
    public static async Task<string> BringAsync(this DeskDriver desk, byte[] bytes, string name = "kettle.png", params IReadOnlyList<byte[]> smaller)
    {
        using var answer = await desk.UploadAsync([new Part(bytes, name), .. smaller.Select(s => new Part(s, name, "smaller"))]);
        var told = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {told}");
        return JsonDocument.Parse(told).RootElement.GetProperty("path").GetString()!;
    }

    /// <summary>The sentence of a refusal.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("problem").GetString()!;

    /// <summary>A still WebP of this size.</summary>
    public static byte[] Small(int width, int height) => Pictures.WebPFile(width, height);
}

using System.Globalization;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>Brings a picture to X in segments, waits until it is processed, and describes it: a description counts only before the post is made.</summary>
internal sealed class XUploads(XApi api, XFacts facts, XAnswers answers, TimeProvider time)
{
    private const int MaxLooks = 30;

    // X forgets an upload after a while; it should not do so between the upload and the post.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestUse = TimeSpan.FromDays(14);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>See <see cref="INetwork.UploadAsync"/>.</summary>
    public async Task<UploadResult> UploadAsync(OutgoingImage image, string apiBase, XSecret secret, CancellationToken ct)
    {
        if (Unfit(image) is { } unfit)
        {
            return new UploadResult.Rejected(unfit);
        }

        var began = time.GetUtcNow();
        var exchange = await api.InitializeAsync(apiBase, secret, image.MediaType, image.Bytes.Length, ct);
        if (Read(exchange)?.Id is not { } id || !XAnswers.IsId(id))
        {
            return answers.NotUploaded(exchange);
        }

        for (var (segment, at) = (0, 0); at < image.Bytes.Length; segment++, at += facts.SegmentBytes)
        {
            var bytes = image.Bytes.AsMemory(at, Math.Min(facts.SegmentBytes, image.Bytes.Length - at));
            exchange = await api.AppendAsync(apiBase, secret, id, segment, bytes, ct);
            if (exchange is not Exchange.Answered { Status: >= 200 and < 300 })
            {
                return answers.NotUploaded(exchange);
            }
        }

        var (ready, failed) = await FinishAsync(id, apiBase, secret, ct);
        if (ready is null)
        {
            return failed!;
        }

        if (image.Alt.Length > 0 && Read(exchange = await api.DescribeAsync(apiBase, secret, id, image.Alt, ct)) is null)
        {
            return answers.NotUploaded(exchange);
        }

        return new UploadResult.Uploaded(id, UsableUntil(ready, began));
    }

    // Ends the upload and waits as X asks to; exactly one of the two is set.
    private async Task<(XThing? Ready, UploadResult? Failed)> FinishAsync(string id, string apiBase, XSecret secret, CancellationToken ct)
    {
        var until = time.GetUtcNow() + TimeSpan.FromSeconds(facts.ProcessingSeconds);
        var exchange = await api.FinalizeAsync(apiBase, secret, id, ct);
        for (var look = 0; look < MaxLooks; look++)
        {
            if (Read(exchange) is not { } file)
            {
                return (null, answers.NotUploaded(exchange));
            }

            switch (file.Processing?.State)
            {
                case null or "succeeded":
                    return (file, null);
                case "failed":
                    return (null, new UploadResult.Rejected("X could not process this picture. Nothing was published; take another one, or send the post without it."));
            }

            var wait = TimeSpan.FromSeconds(Math.Clamp(file.Processing.CheckAfter ?? 1, 0, (int)LongestWait.TotalSeconds));
            if (time.GetUtcNow() + wait > until)
            {
                break;
            }

            await Task.Delay(wait, time, ct);
            exchange = await api.UploadStateAsync(apiBase, secret, id, ct);
        }

        return (null, new UploadResult.RetryLater(null, "X takes too long to process the picture. Nothing was published; it is tried again by itself."));
    }

    private string? Unfit(OutgoingImage image)
    {
        if (!facts.ImageTypes.Contains(image.MediaType))
        {
            return $"X does not take pictures of the kind {image.MediaType}. Nothing was sent; take one of {string.Join(", ", facts.ImageTypes)}.";
        }

        if (image.Bytes.Length == 0 || image.Bytes.Length > facts.MaxImageBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"X takes pictures of at most {facts.MaxImageBytes / 1_000_000.0:0.##} MB. Nothing was sent; make the picture smaller.");
        }

        return image.Alt.Length > facts.MaxAlt
            ? string.Create(CultureInfo.InvariantCulture, $"X takes descriptions of at most {facts.MaxAlt} characters. Nothing was sent; shorten the description of the picture.")
            : null;
    }

    private static DateTimeOffset? UsableUntil(XThing file, DateTimeOffset began)
    {
        var life = file.ExpiresAfter is { } seconds and > 0 && seconds < LongestUse.TotalSeconds * 10 ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return life is not { } known ? null : began + (known > LongestUse ? LongestUse : known > Margin * 2 ? known - Margin : known / 2);
    }

    private static XThing? Read(Exchange exchange) =>
        exchange is Exchange.Answered { Status: >= 200 and < 300 } answer ? XAnswers.Parse(answer.Body, XJson.Default.XOne)?.Data : null;
}

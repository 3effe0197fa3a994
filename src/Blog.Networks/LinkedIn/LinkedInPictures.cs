using Blog.Media;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.LinkedIn;

/// <summary>Brings pictures to LinkedIn: asks for a place, then sends the bytes there with the token, but only to a place that is LinkedIn's.</summary>
internal sealed class LinkedInPictures(LinkedInApi api, LinkedInFacts facts, LinkedInAnswers answers)
{
    public async Task<UploadResult> UploadAsync(OutgoingImage image, SyndicationTarget target, LinkedInSecret secret, CancellationToken ct)
    {
        if (WhyNot(image) is { } reason)
        {
            return new UploadResult.Rejected(reason);
        }

        var begun = await api.BeginUploadAsync(target.ApiBase, secret.Token, secret.Author, ct);
        if (begun is not Exchange.Answered { Status: 200 } answer)
        {
            return Failed(begun, secret);
        }

        if (LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInUploadPlace)?.Value is not { } value || !LinkedInUrn.IsImage(value.Image)
            || !Uri.TryCreate(value.UploadUrl, UriKind.Absolute, out var place))
        {
            return new UploadResult.RetryLater(null, "LinkedIn did not say where the picture should go. Nothing was published; it is tried again by itself.");
        }

        if (!IsOwn(place, target.ApiBase))
        {
            return new UploadResult.Rejected("LinkedIn named a strange host for the picture; your keys are not sent there. Nothing was published. If that host is LinkedIn’s, add it to “uploadHosts” in networks/linkedin.json of the data folder and start the blog again.");
        }

        var sent = await api.UploadAsync(place, secret.Token, image.Bytes, image.MediaType, ct);
        if (sent is not Exchange.Answered { Status: 200 or 201 })
        {
            return Failed(sent, secret);
        }

        return secret.IsOrganization && await HasFailedAsync(value.Image!, target, secret, ct)
            ? new UploadResult.Rejected("LinkedIn could not use the picture. Nothing was published; save it anew as JPEG or PNG, or send the post without it.")
            : new UploadResult.Uploaded(value.Image!, null);
    }

    private string? WhyNot(OutgoingImage image)
    {
        if (!facts.ImageTypes.Contains(image.MediaType, StringComparer.OrdinalIgnoreCase))
        {
            return "LinkedIn takes JPEG, PNG and GIF pictures only. Nothing was published; save the picture as one of these or send the post without it.";
        }

        if (image.Bytes.Length > facts.MaxImageBytes)
        {
            return $"The picture is larger than the {facts.MaxImageBytes / 1024 / 1024} MB that are sent to LinkedIn. Nothing was published; make it smaller or send the post without it.";
        }

        using var file = new MemoryStream(image.Bytes, writable: false);
        return MediaSniffer.Look(file).Kind is { Width: { } width, Height: { } height } && (long)width * height > facts.MaxPixels
            ? "The picture has more than the 36 megapixels that LinkedIn takes. Nothing was published; make it smaller or send the post without it."
            : null;
    }

    // The token goes nowhere but to the API's own place or to a listed host over TLS.
    private bool IsOwn(Uri place, string apiBase)
    {
        var own = new Uri(apiBase);
        return (place.Scheme == own.Scheme && place.Authority.Equals(own.Authority, StringComparison.OrdinalIgnoreCase))
            || (place is { Scheme: "https", IsDefaultPort: true, UserInfo: "" } && facts.UploadHosts.Contains(place.Host, StringComparer.OrdinalIgnoreCase));
    }

    // Only a company page may ask; whatever else comes back, the post itself will tell.
    private async Task<bool> HasFailedAsync(string urn, SyndicationTarget target, LinkedInSecret secret, CancellationToken ct) =>
        await api.ImageAsync(target.ApiBase, secret.Token, urn, ct) is Exchange.Answered { Status: 200 } answer
        && LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInImageState)?.Status == "PROCESSING_FAILED";

    private UploadResult Failed(Exchange exchange, LinkedInSecret secret) => answers.Read(exchange, LinkedInStep.Upload, secret) switch
    {
        DeliveryResult.RetryLater later => new UploadResult.RetryLater(later.NotBefore, later.Reason),
        DeliveryResult.Unauthorized unauthorized => new UploadResult.Unauthorized(unauthorized.Reason),
        DeliveryResult.Rejected rejected => new UploadResult.Rejected(rejected.Reason),
        _ => new UploadResult.RetryLater(null, "LinkedIn did not take the picture. Nothing was published; it is tried again by itself."),
    };
}

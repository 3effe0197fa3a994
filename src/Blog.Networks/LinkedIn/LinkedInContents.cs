using System.Globalization;
using Blog.Syndication;

namespace Blog.Networks.LinkedIn;

/// <summary>What hangs on a post: a link card of our own making (LinkedIn reads no page by itself), else the pictures.</summary>
internal static class LinkedInContents
{
    private const char Ellipsis = '…';

    /// <summary>Null if there is nothing; LinkedIn refuses an empty one.</summary>
    public static LinkedInContent? Of(OutgoingCopy copy, LinkedInFacts facts) => copy switch
    {
        { Card: { } card } => new LinkedInContent { Article = Article(card, copy.Images, facts) },
        { Images: [var only] } => new LinkedInContent { Media = Media(only, facts) },
        { Images: [_, ..] many } => new LinkedInContent { MultiImage = new LinkedInMultiImage([.. many.Select(i => Media(i, facts))]) },
        _ => null,
    };

    // A card and pictures exclude each other: the first picture becomes that of the card.
    private static LinkedInArticle Article(OutgoingCard card, IReadOnlyList<UploadedImage> images, LinkedInFacts facts) => new(
        card.Address.AbsoluteUri,
        Cut(card.Title.Trim() is { Length: > 0 } title ? title : card.Address.IdnHost, facts.MaxTitle),
        card.Description.Trim() is { Length: > 0 } description ? Cut(description, facts.MaxDescription) : null,
        (card.Picture ?? (images.Count > 0 ? images[0] : null))?.MediaId);

    private static LinkedInMedia Media(UploadedImage image, LinkedInFacts facts) =>
        new(image.MediaId, image.Alt.Trim() is { Length: > 0 } alt ? Cut(alt, facts.MaxAlt) : null);

    // At the end of a grapheme, so that no emoji is cut in half.
    private static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var starts = StringInfo.ParseCombiningCharacters(text);
        return text[..starts.Last(s => s < max)].TrimEnd() + Ellipsis;
    }
}

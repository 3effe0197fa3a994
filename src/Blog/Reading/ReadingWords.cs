using Blog.Themes;

namespace Blog.Reading;

/// <summary>Titles of the documents that have no words of an author, in the languages that the engine speaks.</summary>
internal sealed record ReadingWords(string Archive, string Search, string NotFound, string Gone, string Broken, string Refused)
{
    private static readonly ReadingWords English = new(
        "Archive", "Search", "Nothing is at this address", "This was taken away", "Something broke here", "This can’t be done");

    private static readonly ReadingWords Spanish = new(
        "Archivo", "Buscar", "No hay nada en esta dirección", "Esto se retiró", "Algo se rompió aquí", "Esto no se puede hacer");

    /// <summary>Words in the language of the site, else in English.</summary>
    public static ReadingWords For(SiteView site) => Languages.AreAlike(site.Language, "es") ? Spanish : English;

    /// <summary>Title of a dead end.</summary>
    public string Problem(int status) => status switch
    {
        404 => NotFound,
        410 => Gone,
        >= 500 => Broken,
        _ => Refused,
    };
}

namespace Blog.Storage.PostgreSql;

/// <summary>The dictionaries that every PostgreSQL server has (<c>pg_ts_dict</c>), by language.</summary>
internal static class PgLanguages
{
    /// <summary>The dictionary that knows the stems of a language (BCP 47, such as <c>en-GB</c>); the one without stems for a language that has none.</summary>
    public static string Dictionary(string language) => "pg_catalog." + (language.Split('-', 2)[0].ToLowerInvariant() switch
    {
        "ar" => "arabic_stem",
        "ca" => "catalan_stem",
        "da" => "danish_stem",
        "de" => "german_stem",
        "el" => "greek_stem",
        "en" => "english_stem",
        "es" => "spanish_stem",
        "eu" => "basque_stem",
        "fi" => "finnish_stem",
        "fr" => "french_stem",
        "ga" => "irish_stem",
        "hi" => "hindi_stem",
        "hu" => "hungarian_stem",
        "hy" => "armenian_stem",
        "id" => "indonesian_stem",
        "it" => "italian_stem",
        "lt" => "lithuanian_stem",
        "ne" => "nepali_stem",
        "nl" => "dutch_stem",
        "nb" or "nn" or "no" => "norwegian_stem",
        "pt" => "portuguese_stem",
        "ro" => "romanian_stem",
        "ru" => "russian_stem",
        "sr" => "serbian_stem",
        "sv" => "swedish_stem",
        "ta" => "tamil_stem",
        "tr" => "turkish_stem",
        "yi" => "yiddish_stem",
        _ => "simple",
    });
}

using System.Text.RegularExpressions;
using Blog.Desk;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

public sealed partial class DeskWordsTests
{
    [Fact]
    public void Every_sentence_of_a_page_has_its_spanish()
    {
        var spanish = Words.For("es-MX")!;
        var pages = new[] { "Desk", "Accounts" }
            .SelectMany(f => Directory.GetFiles(Path.Combine(Repository.Root, "src", "Blog", f), "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal));

        var sentences = pages.SelectMany(f => Said().Matches(File.ReadAllText(f)).Select(m => m.Groups["sentence"].Value)).Distinct().ToList();

        Assert.True(sentences.Count > 250);
        Assert.DoesNotContain(sentences, s => !spanish.Has(s));
    }

    [Fact]
    public async Task What_networks_say_to_the_author_has_its_spanish_whatever_is_filled_in()
    {
        using var site = await DeskSite.OpenAsync();
        var words = site.App.Get<NetworkWords>().Of(Words.For("es")!);
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Blog.Networks"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src", "Blog", "Syndication"), "*.cs"))
            .Where(f => !NotForAuthors().IsMatch(f));
        var facts = site.App.Get<NetworkCatalog>().All.SelectMany(n => n.Descriptor.Limits.Concat(n.Descriptor.Ways.SelectMany(w => w.Fields.SelectMany(f => new[] { f.Label, f.Hint }).Append(w.Name))));

        // What is filled in is a number here; half sentences have a line of their own.
        var said = sources.SelectMany(f => Literal().Matches(Code(File.ReadAllText(f))).Select(m => m.Groups["text"].Value))
            .Where(t => !t.Contains('\\', StringComparison.Ordinal) && t.Count(c => c == '{') == t.Count(c => c == '}'))
            .SelectMany(t => End().Split(Hole().Replace(t, "7")))
            .Select(s => Filled().Replace(s, "").Trim())
            .Where(s => Sentence().IsMatch(s))
            .Concat(facts)
            .Distinct()
            .ToList();

        Assert.True(said.Count > 250, $"{said.Count} were found");
        Assert.DoesNotContain(said, s => words.Say(s) == s);
    }

    [Fact]
    public async Task A_spanish_desk_says_in_spanish_what_is_stored_about_a_copy_and_what_networks_ask_for()
    {
        using var site = await DeskSite.OpenAsync();
        using var saved = await site.Desk.PostAsync(
            "/desk/settings/site",
            new Dictionary<string, string> { ["title"] = "Cuaderno", ["tagline"] = "", ["language"] = "es", ["zone"] = "Europe/Madrid", ["perPage"] = "10", ["navigation"] = "" },
            "/desk/settings");
        var target = await site.TargetAsync("x", "@ines");
        var (post, copy) = await site.SentAsync(target);
        await site.BringAsync(copy, DeliveryState.Queued, d => d with { Reason = "X could not be reached: it refused the connection. Nothing was sent.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });

        var waiting = await site.ReadAsync($"/desk/posts/{post.Id}");
        await site.Store.HoldTargetAsync(target.Id, "X no longer accepts the keys. Connect X again; nothing was published, and what waits goes out afterwards.", site.Clock.GetUtcNow(), default);
        var held = await site.ReadAsync("/desk/networks");
        await site.Store.HoldTargetAsync(target.Id, "X no longer accepts the keys. Nobody wrote this one down.", site.Clock.GetUtcNow(), default);
        var half = await site.ReadAsync("/desk/networks");
        var form = await site.ReadAsync("/desk/networks/connect/facebook");

        Assert.Contains("No se pudo llegar a X: rechazó la conexión. No se envió nada.", waiting);
        Assert.Contains("X ya no acepta las claves. Conecta X de nuevo; no se publicó nada, y lo que espera sale después.", held);
        Assert.Contains("X no longer accepts the keys. Nobody wrote this one down.", half);
        Assert.Contains("Secreto de la aplicación", form);
        Assert.Contains("en un perfil personal no puede ningún programa", form);
    }

    [Fact]
    public void What_the_desk_does_not_speak_is_answered_in_english()
    {
        Assert.Null(Words.For("eu"));
        Assert.Equal("Nothing is here", Words.English.Say("Nothing is here"));
        Assert.Equal("3 palabras", Words.For("es")!.Say("{0} words", 3));
    }

    // Logs are for operators.
    private static string Code(string source) => string.Join('\n', source.Split('\n').Where(line => !line.Contains("[LoggerMessage(", StringComparison.Ordinal) && !line.Contains("throw new", StringComparison.Ordinal)));

    // Facts are checked at the start, before there is a desk.
    [GeneratedRegex("Facts|Meters|FactsFile", RegexOptions.NonBacktracking)]
    private static partial Regex NotForAuthors();

    [GeneratedRegex("\"(?<text>[^\"\\n]*)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Hole();

    [GeneratedRegex(@"(?<=[.?!])\s+(?=[A-Z“7])", RegexOptions.None, 1000)]
    private static partial Regex End();

    // A sentence that was filled in before, after or instead.
    [GeneratedRegex(@"^(?:7 )+(?=[A-Z“])|^7$", RegexOptions.None, 1000)]
    private static partial Regex Filled();

    [GeneratedRegex(@"^[A-Z“].* .*[.?]$", RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();

    [GeneratedRegex("(\\bT|\\.Say)\\(\\s*\"(?<sentence>[^\"\\\\]*)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Said();
}

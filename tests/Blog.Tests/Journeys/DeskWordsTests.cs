using System.Text.RegularExpressions;
using Blog.Desk;
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
    public void What_the_desk_does_not_speak_is_answered_in_english()
    {
        Assert.Null(Words.For("eu"));
        Assert.Equal("Nothing is here", Words.English.Say("Nothing is here"));
        Assert.Equal("3 palabras", Words.For("es")!.Say("{0} words", 3));
    }

    [GeneratedRegex("(\\bT|\\.Say)\\(\\s*\"(?<sentence>[^\"\\\\]*)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Said();
}

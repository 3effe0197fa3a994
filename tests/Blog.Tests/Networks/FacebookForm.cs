using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Blog.Tests.Networks;

/// <summary>A form as a browser would send it if nobody touched it.</summary>
internal sealed record FacebookForm(string Action, Dictionary<string, List<string>> Fields, IReadOnlyList<string> Buttons)
{
    public static FacebookForm Read(string page)
    {
        using var document = new HtmlParser().ParseDocument(page);
        var form = document.QuerySelector("form") ?? throw new InvalidOperationException("There is no form on: " + page);
        var fields = new Dictionary<string, List<string>>();
        foreach (var input in form.QuerySelectorAll("input").OfType<IHtmlInputElement>().Where(i => i.Type is not ("radio" or "checkbox") || i.HasAttribute("checked")))
        {
            (fields.TryGetValue(input.Name!, out var values) ? values : fields[input.Name!] = []).Add(input.GetAttribute("value") ?? "");
        }

        return new FacebookForm(form.GetAttribute("action")!, fields, [.. form.QuerySelectorAll("button").Select(b => b.GetAttribute("value") ?? "")]);
    }
}

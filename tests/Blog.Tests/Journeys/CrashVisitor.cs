using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Blog.Tests.Journeys;

/// <summary>Fills in forms by the words that a person reads, over plain HTTP, with cookies.</summary>
internal sealed class CrashVisitor : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>With the cookies of an earlier visit, if there was one.</summary>
    public CrashVisitor(Uri site, CookieContainer cookies)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = site };
    }

    public async Task<IHtmlDocument> OpenAsync(string address, CancellationToken ct)
    {
        using var response = await _client.GetAsync(address, ct);
        Assert.True(response.IsSuccessStatusCode, $"{address} answered {(int)response.StatusCode}: {response.Headers.Location}");
        return await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(ct), ct);
    }

    /// <summary>Presses <paramref name="button"/> with <paramref name="values"/> by label; hidden and prefilled fields go along as they are; a form that names no address is sent to <paramref name="at"/>.</summary>
    public async Task<HttpResponseMessage> PressAsync(IHtmlDocument page, string button, Dictionary<string, string> values, CancellationToken ct, string? at = null)
    {
        var pressed = page.QuerySelectorAll("button").OfType<IHtmlButtonElement>().First(b => b.TextContent.Trim() == button);
        var form = pressed.Form ?? throw new InvalidOperationException($"“{button}” belongs to no form.");
        foreach (var (label, value) in values)
        {
            var named = page.QuerySelectorAll("label").OfType<IHtmlLabelElement>().FirstOrDefault(l => l.TextContent.Trim().StartsWith(label, StringComparison.Ordinal));
            IElement? field = named?.HtmlFor is { Length: > 0 } id ? page.GetElementById(id) : named?.QuerySelector("input, textarea, select");
            switch (field)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    box.IsChecked = value.Length > 0;
                    break;
                case IHtmlInputElement input:
                    input.Value = value;
                    break;
                case IHtmlTextAreaElement area:
                    area.Value = value;
                    break;
                case IHtmlSelectElement select:
                    select.Value = value;
                    break;
                default:
                    throw new InvalidOperationException($"Nothing can be filled in at “{label}”.");
            }
        }

        var fields = form.Elements.Where(e => e.GetAttribute("name") is { Length: > 0 } && !e.HasAttribute("disabled")).SelectMany(Entries).ToList();
        if (pressed.Name is { Length: > 0 } name)
        {
            fields.Add(new(name, pressed.GetAttribute("value") ?? ""));
        }

        using var content = new FormUrlEncodedContent(fields);
        var action = pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? at ?? throw new InvalidOperationException($"The form of “{button}” names no address.");
        return await _client.PostAsync(action, content, ct);
    }

    public void Dispose() => _client.Dispose();

    private static IEnumerable<KeyValuePair<string, string>> Entries(IElement element)
    {
        var name = element.GetAttribute("name")!;
        switch (element)
        {
            case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                return box.IsChecked ? [new(name, box.GetAttribute("value") ?? "on")] : [];
            case IHtmlInputElement { Type: "submit" or "file" or "image" or "button" }:
                return [];
            case IHtmlInputElement input:
                return [new(name, input.Value)];
            case IHtmlTextAreaElement area:
                return [new(name, area.Value)];
            case IHtmlSelectElement select:
                return select.SelectedOptions.Select(o => new KeyValuePair<string, string>(name, o.Value));
            default:
                return [];
        }
    }
}

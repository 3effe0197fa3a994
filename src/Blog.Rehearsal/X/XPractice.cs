using System.Text.Json;
using Blog.Networks.X;

namespace Blog.Rehearsal.X;

/// <summary>X to practise with: one account whose keys never end, and one app with which the way over the consent page can be tried.</summary>
internal static class XPractice
{
    private const string AccountId = "1000000001";
    private const string App = "practice";

    /// <summary>A network without posts.</summary>
    public static PracticeParts Create(TimeProvider time)
    {
        var emulator = new XEmulator(time);
        return new PracticeParts("X", AccountId, emulator, () => Secret(emulator)) { Fields = new Dictionary<string, string> { ["clientId"] = App } };
    }

    private static string Secret(XEmulator emulator)
    {
        var account = emulator.FindAccount(AccountId) ?? emulator.AddAccount(AccountId, "yourblog", "Your blog");
        emulator.AddApp(new XApp(App, null, []));
        return JsonSerializer.Serialize(new XSecret { Bearer = emulator.LastingToken(account), Username = account.Username }, XJson.Default.XSecret);
    }
}

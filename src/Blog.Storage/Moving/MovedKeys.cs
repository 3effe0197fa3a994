using System.Xml.Linq;
using Blog.Accounts;
using Blog.Site;

namespace Blog.Storage.Moving;

/// <summary>
/// Takes the key ring along, without which nobody could sign in and no network be reached: from files in the data folder, where the keys lie open, into a
/// database on a server, where each is encrypted, and back. The format is that of ASP.NET Core data protection
/// (https://learn.microsoft.com/aspnet/core/security/data-protection/implementation/key-storage-format).
/// </summary>
internal sealed class MovedKeys(DataFolder folder, IServiceProvider services)
{
    private const string Put = "INSERT INTO key_ring (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml";

    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName IsSecret = Protection + "requiresEncryption";
    private static readonly XName Sealed = Protection + "encryptedSecret";

    public void Move(Session source, Session target)
    {
        var isOpen = !source.Dialect.IsShared;
        var keys = isOpen ? ReadFiles() : source.List("SELECT name, xml FROM key_ring", row => (Name: row.Text(0), Xml: row.Text(1)));
        if (isOpen == !target.Dialect.IsShared)
        {
            // From folder to folder they stay where they are; from server to server they stay encrypted.
            keys = isOpen ? [] : keys;
        }
        else
        {
            var cipher = new KeyRingCipher(services);
            keys = [.. keys.Select(key => (key.Name, isOpen ? Close(key.Xml, cipher) : Open(key.Xml, cipher)))];
        }

        foreach (var (name, xml) in keys)
        {
            if (target.Dialect.IsShared)
            {
                target.Execute(Put, ("@name", name), ("@xml", xml));
            }
            else
            {
                Directory.CreateDirectory(folder.Keys);
                File.WriteAllText(Path.Combine(folder.Keys, name + ".xml"), xml);
            }
        }
    }

    private List<(string Name, string Xml)> ReadFiles() => Directory.Exists(folder.Keys)
        ? [.. Directory.GetFiles(folder.Keys, "*.xml").Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))]
        : [];

    private static string Close(string xml, KeyRingCipher cipher)
    {
        var key = XElement.Parse(xml);
        foreach (var secret in key.Descendants().Where(e => (bool?)e.Attribute(IsSecret) == true).ToList())
        {
            var info = cipher.Encrypt(secret);
            secret.ReplaceWith(new XElement(Sealed, new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!), info.EncryptedElement));
        }

        return key.ToString(SaveOptions.DisableFormatting);
    }

    private static string Open(string xml, KeyRingCipher cipher)
    {
        var key = XElement.Parse(xml);
        foreach (var secret in key.Descendants(Sealed).ToList())
        {
            secret.ReplaceWith(cipher.Decrypt(secret.Elements().Single()));
        }

        return key.ToString(SaveOptions.DisableFormatting);
    }
}

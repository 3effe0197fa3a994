using System.Security.Cryptography;
using System.Xml.Linq;
using Blog.Site;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Hosting;

namespace Blog.Accounts;

/// <summary>The key ring in the store, for several processes.</summary>
internal sealed class StoredKeyRing(IKeyRingStore store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. store.List().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => store.Put(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}

/// <summary>
/// Refuses a start with a secret that can't open the keys which are there: data protection would quietly make new ones, sign everybody out and lose the
/// accounts of the networks. It looks before any other service starts, since each may be the first to ask for a key.
/// </summary>
internal sealed class KeyRingCheck(IKeyRingStore store, IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!store.IsShared)
        {
            return Task.CompletedTask;
        }

        var cipher = new KeyRingCipher(services);
        foreach (var key in store.List().Select(XElement.Parse).SelectMany(k => k.Descendants("sealed")))
        {
            try
            {
                cipher.Decrypt(key);
            }
            catch (CryptographicException e)
            {
                throw new StoreUnusableException(
                    "Blog:KeySecret does not open the keys in the database: it is not the secret that the other processes or the last start had. Give this one the same; nothing was changed.", e);
            }
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

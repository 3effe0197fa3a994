using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Blog.Site;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Blog.Accounts;

/// <summary>
/// Encrypts the keys of a key ring that lies in the store with <c>Blog:KeySecret</c>, so that the database alone opens nothing: AES-256-GCM
/// (NIST SP 800-38D) under a key derived with HKDF (RFC 5869).
/// </summary>
public sealed class KeyRingCipher : IXmlEncryptor, IXmlDecryptor
{
    /// <summary>Fewest characters of a secret.</summary>
    public const int MinSecret = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key;

    /// <summary>With the secret of the settings. Data protection makes it by this constructor when it reads a key.</summary>
    public KeyRingCipher(IServiceProvider services)
        : this(services.GetRequiredService<IOptions<BlogOptions>>().Value.KeySecret ?? "")
    {
    }

    /// <summary>With a secret; throws <see cref="StoreUnusableException"/> if it is too short to be one.</summary>
    public KeyRingCipher(string secret)
    {
        if (secret.Length < MinSecret)
        {
            throw new StoreUnusableException(
                $"Blog:KeySecret is {(secret.Length == 0 ? "missing" : "too short")}. With a database on a server the keys of the blog lie in it, encrypted with this secret: give every process the same one of at least {MinSecret} characters (openssl rand -base64 32), best as the environment variable Blog__KeySecret, and keep it where the backups are not.");
        }

        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "Blog key ring 1"u8.ToArray());
    }

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes, plain.Length), sealedBytes.AsSpan(NonceBytes + plain.Length));
        CryptographicOperations.ZeroMemory(plain);
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(KeyRingCipher));
    }

    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes, plain.Length), sealedBytes.AsSpan(NonceBytes + plain.Length), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

using System.Text;

namespace Blog.Bench.Growth;

/// <summary>Made-up words of some languages. The n-th word is used the more often the smaller n is, as in a language.</summary>
internal sealed class SyntheticWords
{
    /// <summary>Words of a language.</summary>
    public const int Count = 20_000;

    private static readonly (string Code, int Weight, string Onsets, string Nuclei)[] Languages =
    [
        ("en", 60, "b c d f g h l m n p r s t w th ch st", "a e i o u ea oo"),
        ("es", 13, "b c d f g h l m n ñ p r rr s t v", "a e i o u á é í ó ú"),
        ("fr", 6, "b c ç d f g l m n p r s t v", "a e i o u é è ê à œ ou"),
        ("de", 6, "b d f g h k l m n r s t w z sch st", "a e i o u ä ö ü ei"),
        ("ru", 5, "б в г д ж з к л м н п р с т ш", "а е и о у я ы ё"),
        ("el", 2, "β γ δ θ κ λ μ ν π ρ σ τ φ χ", "α ε η ι ο υ ω ά έ ή ί ό"),
        ("ja", 4, "東 京 雪 山 川 日 本 語 読 書 今 天 気", "の に を は が か さ た な ま ら し き"),
        ("zh", 2, "我 们 今 天 下 雪 山 水 书 写 读 行 路", "的 了 在 是 和 有 人 中 大 上 国 年"),
        ("ar", 2, "ب ت ث ج ح د ر س ش ع ف ق ك ل م ن", "ا و ي ا ة"),
    ];

    private readonly string[] _words;

    private SyntheticWords(string code, string onsets, string nuclei)
    {
        Code = code;
        IsSpaced = code is not ("ja" or "zh");
        var (first, second) = (onsets.Split(' '), nuclei.Split(' '));
#pragma warning disable CA5394 // The same words every time are the point.
        var random = new Random(code[0] * 31 + code[1]);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        while (known.Count < Count)
        {
            word.Clear();
            for (var syllables = random.Next(1, known.Count < 200 ? 3 : 5); syllables > 0; syllables--)
            {
                word.Append(first[random.Next(first.Length)]).Append(second[random.Next(second.Length)]);
            }

            known.Add(word.ToString());
        }
#pragma warning restore CA5394
        _words = [.. known];
    }

    /// <summary>All languages.</summary>
    public static IReadOnlyList<SyntheticWords> All { get; } = [.. Languages.Select(l => new SyntheticWords(l.Code, l.Onsets, l.Nuclei))];

    /// <summary>BCP 47.</summary>
    public string Code { get; }

    /// <summary>False where words stand without spaces.</summary>
    public bool IsSpaced { get; }

    /// <summary>The word of a rank, from 0.</summary>
    public string this[int rank] => _words[rank];

    /// <summary>A language, the frequent ones more often.</summary>
    public static SyntheticWords Pick(Random random)
    {
#pragma warning disable CA5394 // The same choice every time is the point.
        var at = random.Next(Languages.Sum(l => l.Weight));
#pragma warning restore CA5394
        var i = 0;
        while ((at -= Languages[i].Weight) >= 0)
        {
            i++;
        }

        return All[i];
    }

    /// <summary>A word, the frequent ones more often.</summary>
#pragma warning disable CA5394 // The same word every time is the point.
    public string Next(Random random) => _words[(int)(Count * Math.Pow(random.NextDouble(), 3))];

    /// <summary>A sentence of about a dozen words.</summary>
    public string Sentence(Random random)
    {
        var words = Enumerable.Range(0, random.Next(4, 20)).Select(_ => Next(random)).ToList();
#pragma warning restore CA5394
        var text = string.Join(IsSpaced ? " " : "", words);
        return char.ToUpperInvariant(text[0]) + text[1..] + (IsSpaced ? "." : "。");
    }
}

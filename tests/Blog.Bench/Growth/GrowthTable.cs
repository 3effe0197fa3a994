using System.Globalization;
using System.Text;

namespace Blog.Bench.Growth;

/// <summary>What was measured at each size, as a Markdown table with the ratio to the smallest.</summary>
internal sealed class GrowthTable(IReadOnlyList<int> sizes)
{
    private readonly List<string> _names = [];
    private readonly Dictionary<(string Name, int Size), (double Value, string Text)> _cells = [];

    /// <summary>Notes the median of some samples, beside it the 95th and, of many, the 99th percentile.</summary>
    public void Add(string name, int size, IReadOnlyCollection<double> samples, string unit)
    {
        var sorted = samples.Order().ToList();
        var (half, high, top) = (At(sorted, 0.5), At(sorted, 0.95), At(sorted, 0.99));
        Put(name, size, half, sorted.Count < 5 ? $"{Round(half)} {unit}" : $"{Round(half)} {unit} ({Round(high)} / {Round(top)})");
    }

    /// <summary>Notes one number.</summary>
    public void Add(string name, int size, double value, string unit) => Put(name, size, value, $"{Round(value)} {unit}");

    public override string ToString()
    {
        var text = new StringBuilder("| median (p95 / p99) |");
        foreach (var size in sizes)
        {
            text.Append(CultureInfo.InvariantCulture, $" {size:#,0} |");
        }

        text.Append("\n|---|").AppendJoin("", sizes.Select(_ => "---|")).Append('\n');
        foreach (var name in _names)
        {
            text.Append("| ").Append(name).Append(" |");
            foreach (var size in sizes)
            {
                text.Append(_cells.TryGetValue((name, size), out var cell) ? $" {cell.Text}{Ratio(name, size, cell.Value)} |" : " |");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(sorted.Count * part) - 1)];

    private static string Round(double value) => value.ToString(value switch { >= 1000 => "#,0", >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    private string Ratio(string name, int size, double value) =>
        size != sizes[0] && _cells.TryGetValue((name, sizes[0]), out var first) && first.Value > 0 ? $" **×{(value / first.Value).ToString("0.0", CultureInfo.InvariantCulture)}**" : "";

    private void Put(string name, int size, double value, string text)
    {
        if (!_names.Contains(name, StringComparer.Ordinal))
        {
            _names.Add(name);
        }

        _cells[(name, size)] = (value, text);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,9:#,0}  {name,-44} {text}"));
    }
}

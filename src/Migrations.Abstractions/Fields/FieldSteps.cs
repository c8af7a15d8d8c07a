using Migrations.Expressions;
using MongoDB.Driver;
using MongoDB.Bson;

namespace Migrations;

/// <summary>
/// The steps of a <see cref="FieldMigration"/>. A dotted path leads into nested documents; an array on the way is refused, because only <see cref="ForEach"/> says what is meant.
/// What is missing stays missing and null stays null, unless a step says otherwise. No two steps may change the same field.
/// </summary>
public sealed class FieldSteps
{
    private readonly List<FieldStep> _steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<FieldStep> Steps => _steps;

    /// <summary>Gives a field another name or place: <c>name</c> to <c>title</c>, <c>title</c> to <c>meta.title</c>. A document that has the new field already is refused. Reversible.</summary>
    public FieldSteps Rename(string from, string to) => Add(new FieldStep(FieldStepKind.Rename, from) { Others = [NotNull(to)] });

    /// <summary>Sets a field where it is missing. Reversible: a field that has exactly this value is removed.</summary>
    public FieldSteps SetDefault(string path, BsonValue value) => Add(new FieldStep(FieldStepKind.SetDefault, path) { Value = NotNull(value) });

    /// <summary>Sets a field to a constant, whatever it was. Irreversible.</summary>
    public FieldSteps Set(string path, BsonValue value) => Add(new FieldStep(FieldStepKind.Set, path) { Value = NotNull(value) });

    /// <summary>Replaces one constant by another. Reversible: a document that had the new value before gets the old one too.</summary>
    public FieldSteps Replace(string path, BsonValue from, BsonValue to) => Add(new FieldStep(FieldStepKind.Replace, path) { Value = NotNull(to), Back = NotNull(from) });

    /// <summary>Removes a field. Irreversible, unless a value for the way back is given.</summary>
    /// <param name="path">The field.</param>
    /// <param name="back">The value that every document without the field gets on the way back, or null.</param>
    public FieldSteps Unset(string path, BsonValue? back = null) => Add(new FieldStep(FieldStepKind.Unset, path) { Back = back });

    /// <summary>Converts values of one type to another. Values of other types stay. A value that would not convert back to what it was is refused, so this is reversible.</summary>
    public FieldSteps Convert(string path, BsonType from, BsonType to) => Add(new FieldStep(FieldStepKind.Convert, path) { From = from, To = to });

    /// <summary>Converts values of one type to another, even where something is lost. Values of other types stay. Irreversible.</summary>
    /// <param name="path">The field.</param>
    /// <param name="from">The type of the values.</param>
    /// <param name="to">The type that they get.</param>
    /// <param name="onError">The value for what cannot be converted; without it the document is refused.</param>
    public FieldSteps Cast(string path, BsonType from, BsonType to, BsonValue? onError = null) => Add(new FieldStep(FieldStepKind.Cast, path) { From = from, To = to, Value = onError });

    /// <summary>Sets a field where it is missing to what an aggregation expression gives, for example <c>{ "$concat": ["$first", "$last"] }</c>. Within <see cref="ForEach"/> the element is <c>$$this</c>.
    /// Reversible: a field that has exactly the value that the expression gives is removed.</summary>
    public FieldSteps Compute(string path, AggregateExpressionDefinition<BsonDocument, BsonValue> expression) => Add(new FieldStep(FieldStepKind.Compute, path) { Value = Expression(expression) });

    /// <summary>Sets a field that is there to what an aggregation expression gives. The migration's filters must tell migrated documents from others. Irreversible, unless the expression of the way back is given.</summary>
    public FieldSteps Recompute(string path, AggregateExpressionDefinition<BsonDocument, BsonValue> expression, AggregateExpressionDefinition<BsonDocument, BsonValue>? back = null) =>
        Add(new FieldStep(FieldStepKind.Recompute, path) { Value = Expression(expression), Back = back is null ? null : Expression(back) });

    /// <summary>Splits a text into as many fields as are named. A text with another number of parts is refused. Reversible.</summary>
    public FieldSteps Split(string path, string separator, params IReadOnlyList<string> parts) => Add(new FieldStep(FieldStepKind.Split, path) { Separator = NotNull(separator), Others = [.. NotNull(parts)] });

    /// <summary>Joins texts to one, and removes them. A document that has only some of them, or a part that contains the separator, is refused. Reversible.</summary>
    public FieldSteps Join(string path, string separator, params IReadOnlyList<string> parts) => Add(new FieldStep(FieldStepKind.Join, path) { Separator = NotNull(separator), Others = [.. NotNull(parts)] });

    /// <summary>Takes steps in each document of an array; what else is in the array stays. Reversible when its steps are.</summary>
    public FieldSteps ForEach(string path, Action<FieldSteps> define)
    {
        ArgumentNullException.ThrowIfNull(define);
        var inner = new FieldSteps();
        define(inner);
        return Add(new FieldStep(FieldStepKind.ForEach, path) { Steps = inner.Steps });
    }

    private static BsonValue Expression(AggregateExpressionDefinition<BsonDocument, BsonValue> expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return expression.ToBsonValue();
    }

    private static T NotNull<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    private FieldSteps Add(FieldStep step)
    {
        _steps.Add(step);
        return this;
    }
}

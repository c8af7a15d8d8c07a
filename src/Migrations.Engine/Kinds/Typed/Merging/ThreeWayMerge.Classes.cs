using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Converting;
using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Merging;

internal sealed partial class ThreeWayMerge
{
    private const int UsualMembers = 64;

    private void WriteClass(ClassShape? declaredBefore, ClassShape declaredAfter, Versions versions, ObjectTrail objects)
    {
        var after = written.Of(declaredAfter, versions.Result.Document);
        var before = declaredBefore is null ? null : stored.Of(declaredBefore, versions.Stored.Document);
        var pair = before is null ? null : ClassPair.Of(before, after);
        Span<bool> met = after.Members.Length <= UsualMembers ? stackalloc bool[after.Members.Length] : new bool[after.Members.Length];
        var nulls = new RemovedNulls();
        var last = -1;
        var reader = new RawReader(versions.Stored.Document);
        while (reader.Read())
        {
            var at = after.Find(reader.NameUtf8, last);
            if (at < 0)
            {
                WriteUnmapped(pair, after, reader, versions, nulls, objects);
            }
            else if (met[at])
            {
                Copy(reader);
            }
            else
            {
                (met[at], last) = (true, at);
                WriteMember(pair?.To(at), after.Members[at], reader, versions, objects.Member(after.Members[at], after));
            }
        }

        WriteNew(pair, after, versions, met, nulls);
    }

    private void WriteMember(MemberConversion? conversion, ClassMember member, RawReader element, Versions versions, ObjectTrail objects)
    {
        var (untouched, result) = versions.Find(element.NameUtf8);
        _path.Enter(member);
        if (stored.IsDeleted(element.Type, element.Value) && !IsId(element.NameUtf8))
        {
            CopyDeleted(element, untouched, result);
        }
        else if (result.Exists)
        {
            WriteValue(element.NameUtf8, conversion, member.Shape, new ValueVersions(ValueSlice.Of(element), untouched, result), objects);
        }
        else if (!untouched.Exists && !versions.Untouched.Document.IsEmpty)
        {
            Copy(element);
        }
        else
        {
            RefuseDeleted(ValueSlice.Of(element));
            RefuseDeparture(conversion?.Before, member.Shape, ValueSlice.Of(element), untouched, objects);
        }

        _path.Leave();
    }

    // An element that the new class has no member for.
    private void WriteUnmapped(ClassPair? pair, ClassShape after, RawReader element, Versions versions, RemovedNulls nulls, ObjectTrail objects)
    {
        var from = pair?.Before.Find(element.NameUtf8) ?? -1;
        if (after.FindUnmapped(element.NameUtf8) is { } member && (from >= 0 || member.HasState))
        {
            _path.Enter(element.NameUtf8);
            throw ReadOnlyMembers.Stored(member, _path.ToString());
        }

        if (IsTypeName(pair, after, from, element.NameUtf8) && !versions.Stored.IsRepeated(element))
        {
            WriteTypeName(pair, after, element, versions);
        }
        else if (from >= 0 && !IsId(element.NameUtf8) && !versions.Stored.IsRepeated(element))
        {
            nulls.Add(pair!.Before.Members[from], element.Type);
            RefuseRemoved(pair.Before.Members[from], element, objects);
            WriteRemoved(element, after.HasBag ? versions.Result.Find(element.NameUtf8) : ValueSlice.None);
        }
        else if (after.HasBag && !versions.Stored.IsRepeated(element))
        {
            WriteOpenElement(OpenShape.Bag, element, versions);
        }
        else
        {
            Copy(element);
        }
    }

    private bool IsId(ReadOnlySpan<byte> element) => _path.Depth <= 1 && element.SequenceEqual("_id"u8);

    private static bool IsTypeName(ClassPair? pair, ClassShape after, int from, ReadOnlySpan<byte> element) =>
        from < 0 && (element.SequenceEqual(after.TypeElement) || (pair is not null && element.SequenceEqual(pair.Before.TypeElement)));

    // As it is stored if the class is the same, otherwise the name of the new class; none if it has none.
    private void WriteTypeName(ClassPair? pair, ClassShape after, RawReader element, Versions versions)
    {
        var (untouched, result) = versions.Find(after.TypeElement);
        if (!result.Exists)
        {
            if (!untouched.Exists)
            {
                Copy(element);
            }

            return;
        }

        var isSame = (pair is { IsSame: true } && result.Equals(untouched)) || stored.NameIn(element.Type, element.Value) == written.NameIn(result.Type, result.Value);
        Copy(element.NameUtf8, isSame ? ValueSlice.Of(element) : result);
    }

    // Only the old class has it. A value of a deleted type stays even then, and extra elements may contain it.
    private void WriteRemoved(RawReader element, ValueSlice result)
    {
        if (result.Exists)
        {
            _path.Enter(element.NameUtf8);
            RefuseDeleted(ValueSlice.Of(element));
            _path.Leave();
            Copy(element.NameUtf8, result);
        }
        else if (stored.HoldsDeleted(element.Type, element.Value))
        {
            WriteDeletedParts(element);
        }
    }

    private void RefuseRemoved(ClassMember member, RawReader element, ObjectTrail objects)
    {
        if (member.Shape.HoldsObjects && objects.Input is not null)
        {
            _path.Enter(member);
            RefuseDeparture(member.Shape, member.Shape, ValueSlice.Of(element), ValueSlice.None, objects.Removed(element.NameUtf8));
            _path.Leave();
        }
    }

    private void WriteDeletedParts(RawReader element)
    {
        if (element.Type == BsonType.Array || stored.IsDeleted(element.Type, element.Value))
        {
            Copy(element);
            return;
        }

        writer.WriteStartDocument(element.NameUtf8);
        var reader = new RawReader(element.Value);
        while (reader.Read())
        {
            if (stored.HoldsDeleted(reader.Type, reader.Value))
            {
                WriteDeletedParts(reader);
            }
        }

        writer.WriteEndDocument();
    }

    // Adds what the stored document lacks, if the new class or the code sets it.
    private void WriteNew(ClassPair? pair, ClassShape after, Versions versions, ReadOnlySpan<bool> met, RemovedNulls nulls)
    {
        var last = -1;
        var reader = new RawReader(versions.Result.Document);
        while (reader.Read())
        {
            var at = after.Find(reader.NameUtf8, last);
            if (at >= 0)
            {
                last = at;
                if (!met[at] && IsNew(pair?.To(at), ValueSlice.Of(reader), versions.Untouched.Find(reader.NameUtf8), after.Members[at], nulls))
                {
                    Copy(reader);
                }
            }
            else if (!versions.Stored.Find(reader.NameUtf8).Exists && !IsOldTypeName(pair, after, reader, versions))
            {
                Copy(reader);
            }
        }
    }

    // Null is the same as a missing field, unless a removed null may have become this one.
    private static bool IsNew(MemberConversion? conversion, ValueSlice result, ValueSlice untouched, ClassMember member, RemovedNulls nulls) =>
        conversion is null ? !result.IsNull || nulls.Became(member) : !result.IsNull && !result.Equals(untouched);

    // A value that the class writes by default and that nobody set.
    private static bool IsOldTypeName(ClassPair? pair, ClassShape after, RawReader element, Versions versions) =>
        pair is not null && (pair.IsSame || pair.Before.IsPolymorphic) && element.NameUtf8.SequenceEqual(after.TypeElement) && ValueSlice.Of(element).Equals(versions.Untouched.Find(element.NameUtf8));
}

// Removed members of the old class that were null in the document: a renamed member takes over the null, even if its type changed.
internal sealed class RemovedNulls
{
    private bool _hasValue;
    private bool _hasParts;

    public void Add(ClassMember member, BsonType type)
    {
        if (type is BsonType.Null or BsonType.Undefined)
        {
            _hasValue |= IsValue(member);
            _hasParts |= !IsValue(member);
        }
    }

    public bool Became(ClassMember member) => IsValue(member) ? _hasValue : _hasParts;

    private static bool IsValue(ClassMember member) => member.Shape is ValueShape;
}

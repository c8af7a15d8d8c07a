namespace System;

// List patterns need it, and the framework that analyzers are built for does not have it.
internal readonly struct Index(int value, bool fromEnd = false)
{
    public int GetOffset(int length) => fromEnd ? length - value : value;
}

namespace Microsoft.Build.Framework;

// MSBuild looks for this attribute by its full name; the package that has it does not run on older SDKs of .NET 10.
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;

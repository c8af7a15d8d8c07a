namespace Migrations.Host.Pictures;

internal enum PictureFormat
{
    Mermaid,
    Svg,
}

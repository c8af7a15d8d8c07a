using Migrations.Engine.Wording;

namespace Migrations.Engine.Tests.Wording;

public sealed class SentenceTests
{
    [TestCase("It broke", "It broke.")]
    [TestCase("It broke.", "It broke.")]
    [TestCase("It broke \n", "It broke.")]
    [TestCase("Did it?", "Did it?")]
    [TestCase("(in 'x')", "(in 'x').")]
    [TestCase("", "")]
    public void What_others_say_ends_as_a_sentence_does(string said, string sentence) => Assert.That(Sentence.Of(said), Is.EqualTo(sentence));
}

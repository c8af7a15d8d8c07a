using Migrations.Channel;
using Migrations.Mongo.Authentication;

namespace Migrations.Mongo.Tests;

public sealed class ScramConversationTests
{
    [Test]
    public void The_vector_of_the_driver_specification_for_SHA_1_holds()
    {
        var conversation = new ScramConversation(ScramMechanism.Sha1, "user", "pencil", new ScramKeyCache(), "fyko+d2lbbFgONRv9qkxdawL");

        var first = conversation.ClientFirst();
        var final = conversation.ClientFinal("r=fyko+d2lbbFgONRv9qkxdawLHo+Vgk7qvUOKUwuWLIWg4l/9SraGMHEE,s=rQ9ZY3MntBeuP3E1TDVC4w==,i=10000");

        Assert.That(first, Is.EqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"));
        Assert.That(final, Is.EqualTo("c=biws,r=fyko+d2lbbFgONRv9qkxdawLHo+Vgk7qvUOKUwuWLIWg4l/9SraGMHEE,p=MC2T8BvbmWRckDw8oWl5IVghwCY="));
        Assert.That(() => conversation.CheckServerFinal("v=UMWeI25JD1yNYZRMpZ4VHvhZ9e0="), Throws.Nothing);
    }

    [Test]
    public void The_vector_of_RFC_7677_for_SHA_256_holds()
    {
        var conversation = new ScramConversation(ScramMechanism.Sha256, "user", "pencil", new ScramKeyCache(), "rOprNGfwEbeRWgbNEkqO");

        var first = conversation.ClientFirst();
        var final = conversation.ClientFinal("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");

        Assert.That(first, Is.EqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
        Assert.That(final, Is.EqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
        Assert.That(() => conversation.CheckServerFinal("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="), Throws.Nothing);
    }

    [Test]
    public void Commas_and_equal_signs_of_a_user_name_are_escaped_and_it_is_not_normalised()
    {
        var conversation = new ScramConversation(ScramMechanism.Sha256, "a,b=c\u2168", "x", new ScramKeyCache(), "nonce");

        Assert.That(conversation.ClientFirst(), Is.EqualTo("n,,n=a=2Cb=3Dc\u2168,r=nonce"));
    }

    [TestCase("r=nonceX,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095")]
    [TestCase("r=nonceX,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0")]
    [TestCase("r=nonceX,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000")]
    [TestCase("r=nonceX,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999")]
    [TestCase("r=nonceX,s=W22ZaJ0SNY7soEsUEjb6gQ==")]
    [TestCase("r=nonceX,s=*,i=4096")]
    [TestCase("r=nonce,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [TestCase("r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [TestCase("")]
    public void A_server_that_does_not_keep_to_the_protocol_gets_no_proof(string serverFirst)
    {
        var conversation = new ScramConversation(ScramMechanism.Sha256, "user", "pencil", new ScramKeyCache(), "nonce");

        Assert.That(() => conversation.ClientFinal(serverFirst), Throws.InstanceOf<MongoException>().With.Property(nameof(MongoException.Code)).EqualTo(MigrationErrorCode.AuthenticationFailed));
    }

    [TestCase("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    [TestCase("v=")]
    [TestCase("v=AAAA")]
    [TestCase("e=other-error")]
    [TestCase("")]
    public void A_server_that_does_not_know_the_password_is_found_out(string serverFinal)
    {
        var conversation = new ScramConversation(ScramMechanism.Sha256, "user", "pencil", new ScramKeyCache(), "rOprNGfwEbeRWgbNEkqO");
        _ = conversation.ClientFinal("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");

        Assert.That(() => conversation.CheckServerFinal(serverFinal), Throws.InstanceOf<MongoException>());
    }

    [Test]
    public void Keys_are_derived_once_for_the_same_salt_and_count()
    {
        var cache = new ScramKeyCache();

        var first = cache.Get(ScramMechanism.Sha256, "pencil"u8.ToArray(), [1, 2], 4096);
        var again = cache.Get(ScramMechanism.Sha256, "pencil"u8.ToArray(), [1, 2], 4096);
        var other = cache.Get(ScramMechanism.Sha256, "pencil"u8.ToArray(), [1, 3], 4096);

        Assert.That(again, Is.SameAs(first));
        Assert.That(other, Is.Not.SameAs(first));
    }
}

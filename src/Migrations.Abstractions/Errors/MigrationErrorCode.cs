namespace Migrations;

/// <summary>The stable code of an expected failure, printed as <c>MIG</c> and four digits. The reference, docs/errors/README.md, is generated from these comments.</summary>
public enum MigrationErrorCode
{
    /// <summary>No code: never used for a failure.</summary>
    None = 0,

    // 1000-1099: Options, files and the generator

    /// <summary>A new migration or tree was requested without a name.</summary>
    /// <consequence>Nothing was created. A name is never taken from the environment, because some systems set <c>NAME</c> to the host's name.</consequence>
    /// <cure>Give the name: <c>dotnet build -t:NewMigration -p:MigrationName=AddBaz</c>.</cure>
    NameMissing = 1001,

    /// <summary>The name of a new migration has no letter and no digit, has a character that neither a class nor a file name may have, or is longer than 300 characters.</summary>
    /// <consequence>Nothing was created. The name becomes the name of the class, part of the file name, and the title.</consequence>
    /// <cure>Say in words what the migration does: <c>AddBaz</c>, <c>add-baz</c> and <c>"Add baz"</c> all become the class <c>AddBaz</c> with the title 'Add baz'. Letters of any language are kept. A name that starts with a digit gets an <c>M</c> in front, and a keyword gets <c>Migration</c> appended.</cure>
    NameInvalid = 1003,

    /// <summary>The tree already has a file for a migration of that name.</summary>
    /// <consequence>Nothing was created: existing files are never overwritten.</consequence>
    /// <cure>Choose another name, or delete the existing file if it was created by mistake and never applied.</cure>
    FileExists = 1004,

    /// <summary>An option has a value that it cannot have, or two options contradict or require each other.</summary>
    /// <consequence>Nothing was done: the file would not compile, or the run would do something other than what was meant.</consequence>
    /// <cure>Correct the option that the message names.</cure>
    OptionInvalid = 1005,

    /// <summary><c>fix-order</c> could not start git, or the migrations folder is not in a git repository.</summary>
    /// <consequence>Nothing was renumbered. Released migrations must keep their ids, and only git knows which ones are released.</consequence>
    /// <cure>Run it in a clone, with git on the path. If git complains about the owner of the folder, mark the folder as safe.</cure>
    GitUnavailable = 1011,

    /// <summary>The branch, tag or commit that <c>fix-order</c> compares with does not exist. The default is <c>origin/main</c>.</summary>
    /// <consequence>Nothing was renumbered. Without the reference, a released migration could get a new id.</consequence>
    /// <cure>Run <c>git fetch</c>, or name the reference of the release: <c>migrations fix-order --base origin/release</c>.</cure>
    GitReferenceUnknown = 1012,

    /// <summary>A released migration is missing from the folder: its file was deleted, or the id or tree inside it was changed. The name of the file does not matter.</summary>
    /// <consequence>Nothing was renumbered. Databases know the migration by its id; without it they are ahead of the plugin.</consequence>
    /// <cure>Restore the file: <c>git checkout origin/main -- FILE</c>. Only migrations before a barrier of their line may be deleted.</cure>
    ReleasedMigrationGone = 1013,

    /// <summary>The id in a <c>[Migration(...)]</c> attribute is not a string literal, or does not have the form of an id.</summary>
    /// <consequence>Nothing was renumbered. Ids are compared and rewritten in the source text.</consequence>
    /// <cure>Write the id as a literal: <c>[Migration("20260301090000", "Add baz")]</c>.</cure>
    SourceUnreadable = 1014,

    /// <summary><c>MIGRATIONS_CONNECTION</c> is set, but empty.</summary>
    /// <consequence>Nothing was done. This is how a pipeline looks whose secret is missing; with another database the build would pass and migrate nothing of value.</consequence>
    /// <cure>Set the variable to a connection string, or unset it if you want the local server.</cure>
    ConnectionEmpty = 1015,

    /// <summary><c>MIGRATIONS_CONNECTION</c> is not set, and <c>CI=true</c> or <c>--no-local-server</c> rules the local server out.</summary>
    /// <consequence>Nothing was done. A pipeline without a connection string must not migrate a throw-away database and pass.</consequence>
    /// <cure>Set the variable. If you want the local server, ask for it by name: <c>MIGRATIONS_CONNECTION=local</c>.</cure>
    ConnectionMissing = 1016,

    /// <summary>The database is one of the server's own (<c>admin</c>, <c>local</c>, <c>config</c>), or its name is one that servers reject.</summary>
    /// <consequence>Nothing was done. State and data would end up where nobody looks for them, or where they damage the server.</consequence>
    /// <cure>Name the application's database. If the connection string ends with <c>/admin</c> for the login, write <c>/shop?authSource=admin</c>.</cure>
    DatabaseNameUnusable = 1017,

    /// <summary>The prefix of the state collections is empty, <c>system</c>, too long, starts or ends with a dot, or contains a blank or a character that is not allowed.</summary>
    /// <consequence>Nothing was loaded or started. The names of all state collections begin with this prefix.</consequence>
    /// <cure>Leave out <c>--state-prefix</c> and <c>MIGRATIONS_STATE_PREFIX</c> for <c>_migrations</c>, or use a valid prefix, the same one for every command on that database.</cure>
    StatePrefixUnusable = 1025,

    /// <summary>The operating system refused access to a file or folder that the command needs, or it does not exist. The message is the system's own and names it.</summary>
    /// <consequence>The command stopped. Of several source files, either all are written or none.</consequence>
    /// <cure>Name another folder with <c>--directory</c> or another file with <c>--out</c>, or grant this user access.</cure>
    FileUnusable = 1026,

    /// <summary>The command did its work, but the report could not be written to standard output: the disk is full, or the stream is closed. The message has the system's reason.</summary>
    /// <consequence>What the command did is kept. The report follows the message on standard error, as text or, with <c>--output json</c>, as the member <c>report</c>. A command that failed keeps its own exit code.</consequence>
    /// <cure>Free some space, or redirect standard output. <c>migrations status</c> and <c>migrations journal</c> show what was done.</cure>
    ReportUnwritten = 1028,

    /// <summary>There is no migrations project: none where the command looked, or not where <c>--project</c> says. A migrations project refers to Migrations.Abstractions and sets <c>EnableDynamicLoading</c>. The command looks in the working folder, in the folders above it up to the root of the repository, and in the folders below it.</summary>
    /// <consequence>Nothing was done: migrations come from a plugin, and new ones are written into its project.</consequence>
    /// <cure>Name the project with <c>--project PATH</c>, or its built assembly with <c>--assembly PATH</c>. <c>dotnet new migrations</c> creates a project.</cure>
    ProjectMissing = 1030,

    /// <summary>There are several migrations projects, and none was named.</summary>
    /// <consequence>Nothing was done. The wrong one would migrate the wrong database.</consequence>
    /// <cure>Name one with <c>--project PATH</c>, or run the command in its folder.</cure>
    ProjectAmbiguous = 1031,

    /// <summary>The migrations project could not be built or read, or there is no .NET SDK to do so. The compiler's errors precede the message.</summary>
    /// <consequence>Nothing was done. Yesterday's assembly could do something other than what the source says.</consequence>
    /// <cure>Correct the errors. <c>--no-build</c> uses the assembly of the last build; where there is no SDK, <c>--assembly PATH</c> names a built plugin.</cure>
    ProjectNotBuilt = 1032,

    /// <summary>An ASP.NET Core application maps the endpoint that runs migrations, but has no authorisation.</summary>
    /// <consequence>The application does not start: everybody who reaches the endpoint could change the data.</consequence>
    /// <cure>Add authentication and authorisation to the application. Where the network keeps others away, <c>MapMigrationsWithoutAuthorization</c> says that nobody has to log in.</cure>
    AuthorizationMissing = 1033,

    /// <summary>An option that is about one database was given together with several (<c>--database</c>, <c>--plan</c>, <c>--out</c>), or one that is about several without them (<c>--parallel</c>, <c>--canary</c>, <c>--max-failures</c>, <c>--new-databases</c>).</summary>
    /// <consequence>Nothing was done. A reviewed plan is for one database and its records, and an option that is ignored would mislead.</consequence>
    /// <cure>Leave out the option that the message names, or say which databases with <c>--databases</c>.</cure>
    FleetOptionRefused = 1034,

    /// <summary>What names a database in <c>--databases</c>, in its file, or in <c>--databases-from</c> cannot be read: it has a character that no name has, is a connection string, or is not DATABASE.COLLECTION:FIELD.</summary>
    /// <consequence>Nothing was done. What may be a connection string is not repeated, because it may hold a password.</consequence>
    /// <cure>Write a name, a pattern with <c>*</c> and <c>?</c>, or <c>VARIABLE/NAME</c> with the environment variable that has the connection string of another server.</cure>
    TargetInvalid = 1035,

    /// <summary>A database was named twice, by itself, by a pattern, or by two connections to the same server.</summary>
    /// <consequence>Nothing was done. Two runs at once would wait for each other, and what the list was meant to say is not clear.</consequence>
    /// <cure>Name it once, or narrow the pattern.</cure>
    TargetTwice = 1036,

    /// <summary>No database was found: a pattern fits none of the server's, the file names none, the collection has no document, or an entry of the list is empty, as where a variable is not set.</summary>
    /// <consequence>Nothing was done. A release that migrates none of its databases must not pass.</consequence>
    /// <cure>Correct the pattern, the file or the collection. A user without the right <c>listDatabases</c> only sees databases that it may use.</cure>
    TargetsMissing = 1037,

    /// <summary>The server does not have a database of that name, or <c>--canary</c> names none of the databases that were chosen.</summary>
    /// <consequence>Nothing was done. A slip would create a new database, and leave the one that was meant as it is.</consequence>
    /// <cure>Correct the name. If the database is new and meant to be created, say so with <c>--new-databases</c>.</cure>
    TargetUnknown = 1038,

    /// <summary>The environment variable that a database names as its connection is not set or empty.</summary>
    /// <consequence>Nothing was done, on the other servers neither.</consequence>
    /// <cure>Set the variable to the connection string of that server, or correct its name before the <c>/</c>.</cure>
    TargetConnectionMissing = 1039,

    // 1100-1199: The plugin and its migrations

    /// <summary><c>--assembly</c> names a file that does not exist.</summary>
    /// <consequence>Nothing was done: migrations come from a plugin.</consequence>
    /// <cure>Build the migrations project, or correct the path. <c>dotnet build migrations -t:Migrate</c> builds it and knows where it is.</cure>
    PluginNotFound = 1101,

    /// <summary>The plugin was built against a newer version of Migrations.Abstractions than the tool has.</summary>
    /// <consequence>Nothing was run. A migration could fail halfway because a member is missing.</consequence>
    /// <cure>Update Migrations.MSBuild or Cake.Migrations to the version of Migrations.Abstractions.</cure>
    PluginTooNew = 1102,

    /// <summary>The file is not a .NET assembly, does not use Migrations.Abstractions, or is missing packages that it needs.</summary>
    /// <consequence>Nothing was run.</consequence>
    /// <cure>Name the assembly of the migrations project, and set <c>EnableDynamicLoading</c> to <c>true</c> in it, so that its packages are copied next to it.</cure>
    PluginUnusable = 1103,

    /// <summary>The plugin has no migrations yet, as every new project.</summary>
    /// <level>remark</level>
    /// <consequence>There is nothing to do, and commands that only read exit with 0.</consequence>
    /// <cure>Create the first one with <c>NewMigration</c>. If the project does have migrations, it is missing the analyzer that lists them, which is part of the package Migrations.Abstractions.</cure>
    NoMigrations = 1104,

    /// <summary>The plugin, or a package next to it, was built for MongoDB.Driver 2.x, or for 4.x or later. The tool uses 3.x, and the two cannot share types.</summary>
    /// <consequence>Nothing of the plugin was loaded, and the database was not contacted.</consequence>
    /// <cure>Reference MongoDB.Driver 3.11.1 or later, below 4.0, in the migrations project and in the projects it uses. If tool and plugin differ, the higher version is loaded.</cure>
    DriverUnusable = 1105,

    /// <summary>Migrations are declared incorrectly: ids, tree names, versions, duplicates or constructors. The message lists every fault.</summary>
    /// <consequence>Nothing was run. Planning requires every migration to be valid.</consequence>
    /// <cure>Correct each of them. An id is a UTC timestamp such as <c>20260301090000</c>, or the last 12 hexadecimal digits of a UUIDv5 (docs/graph.md#ids), and unique in its tree; a migration needs a public constructor without parameters.</cure>
    FaultyMigrations = 1110,

    /// <summary>A class derives from a migration and has no <c>[Migration]</c> attribute.</summary>
    /// <level>compiler error</level>
    /// <consequence>It would never run.</consequence>
    /// <cure>Add the attribute, <c>[Migration("20260301090000", "Add baz")]</c>, or make the class abstract.</cure>
    AttributeMissing = 1111,

    /// <summary>A migration is a private nested class.</summary>
    /// <level>compiler error</level>
    /// <consequence>The registry cannot list it, so it would never run.</consequence>
    /// <cure>Make it internal or public.</cure>
    MigrationPrivate = 1112,

    /// <summary>Two migrations of a tree have the same id.</summary>
    /// <level>compiler error</level>
    /// <consequence>The id is what tells which of them a database has seen.</consequence>
    /// <cure>Give the newer one another id.</cure>
    DuplicateId = 1113,

    /// <summary>A migration takes its version from the project (<c>MigrationVersion.Next</c>), and the project's version is missing or not SemVer 2.</summary>
    /// <level>compiler error</level>
    /// <consequence>The migration would have no version.</consequence>
    /// <cure>Set <c>PackageVersion</c> or <c>Version</c> in the project to a SemVer 2 version.</cure>
    NextVersionUnknown = 1114,

    /// <summary>The class named by <c>[assembly: MongoSetup(...)]</c> does not implement <c>IMongoSetup</c>, has no public constructor without parameters, or its <c>Configure</c> threw.</summary>
    /// <consequence>Nothing was run. Without the setup, classes would be mapped differently than in the application, and documents read or written incorrectly.</consequence>
    /// <cure>Correct the class that the message names. <c>Configure</c> runs once in a process, before any class is mapped; the driver rejects what is registered twice or too late.</cure>
    MongoSetupFailed = 1115,

    /// <summary>A value is inserted into the text of a filter, an update, a projection or a pipeline, by an interpolated string or by <c>+</c>.</summary>
    /// <level>compiler error</level>
    /// <consequence>A quote, a brace or a <c>$</c> in the value would change what the text means, and other documents would be found and changed.</consequence>
    /// <cure>Pass values as values: with a lambda, with builders, or with a <c>BsonDocument</c>.</cure>
    ValueInDefinitionText = 1116,

    /// <summary>The new class of a typed migration cannot store a field that the old class stores, <c>[MatchElements]</c> does not name a list of the classes, or a class has a serializer that hides its fields. The message lists every fault.</summary>
    /// <consequence>Nothing was done. The fields would be lost with the first document.</consequence>
    /// <cure>Give the property a setter, or mark it with <c>[BsonIgnore]</c> if its field is meant to go.</cure>
    FaultyClasses = 1117,

    /// <summary>A migration's constructor takes a service that the plugin (<c>[assembly: MigrationServices]</c>) does not have, or failed to create. The message names the constructor and the service.</summary>
    /// <consequence>The migration was not created, and nothing was written by it.</consequence>
    /// <cure>Add the service to the class that the attribute names, or correct what failed.</cure>
    ServicesUnusable = 1118,

    /// <summary>A migration creates a <c>MongoClient</c> of its own.</summary>
    /// <level>compiler warning</level>
    /// <consequence>What is done with it is in no transaction of the run, not fenced and not counted, and a dry run really does it.</consequence>
    /// <cure>Use the collection or the database that the migration is given: <c>context.GetCollection(...)</c>, <c>context.Database</c>.</cure>
    ForeignClient = 1120,

    /// <summary>A document migration uses the time, a random number or a new id in its <c>Up</c> or <c>Down</c>.</summary>
    /// <level>compiler warning</level>
    /// <consequence>A document that is migrated again after a crash becomes something else, and a rehearsal compares what cannot be compared.</consequence>
    /// <cure>Take the value once, in a field that the constructor sets, or derive it from the document.</cure>
    DifferentEachTime = 1121,

    /// <summary>A document migration writes to a field or property of its own while it migrates a document.</summary>
    /// <level>compiler warning</level>
    /// <consequence>Workers migrate several documents at once, in no fixed order, and a run that continues starts with a new object: the result depends on chance.</consequence>
    /// <cure>Derive the value from the document. To number documents, or to add something up, use a collection migration.</cure>
    StateBetweenDocuments = 1122,

    /// <summary>A method, local function or lambda of a migration is <c>async void</c>.</summary>
    /// <level>compiler warning</level>
    /// <consequence>The run does not wait for it, and its failure ends the process.</consequence>
    /// <cure>Return <c>Task</c>, and await it.</cure>
    AsyncVoidInMigration = 1123,

    /// <summary>A migration uses a client, database, collection or session that something else keeps in a static member, or starts a session of its own.</summary>
    /// <level>compiler warning</level>
    /// <consequence>What is done with it is in no transaction of the run, not fenced and not counted, and a dry run really does it. A session of another client is refused.</consequence>
    /// <cure>Use <c>context.Database</c> or the collection that the migration is given. Calls need no session; for code that asks for one there is <c>context.Session</c>.</cure>
    ForeignHandle = 1124,

    /// <summary>A free-form or collection migration adds to a field of its own, and never sets it back.</summary>
    /// <level>compiler information</level>
    /// <consequence>In a transaction, a body is called again after a transient error. It then goes on from what the first attempt left in the field, and counts twice.</consequence>
    /// <cure>Use a local variable, or set the field at the beginning of the body.</cure>
    StateBetweenAttempts = 1125,

    /// <summary>A migration starts a task and does not await it: a call in a method that is not async, a task that is discarded, or one in a variable that nothing reads.</summary>
    /// <level>compiler warning</level>
    /// <consequence>The step may be over before the task is done, and nobody sees its failure.</consequence>
    /// <cure>Await it. The code fix does so, and makes the method async.</cure>
    NotAwaited = 1126,

    /// <summary>A migration writes document by document, in a loop over those that it reads.</summary>
    /// <level>compiler information</level>
    /// <consequence>Each write is a journey to the server. On a large collection this takes hours, and an interrupted run begins again from the start.</consequence>
    /// <cure>Collect the writes and send them with <c>BulkWriteAsync</c>, let the server compute them (<c>UpdateManyAsync</c> with a pipeline), or write a document or field migration.</cure>
    WriteForEachDocument = 1127,

    /// <summary>An update that adds (<c>$inc</c>, <c>$mul</c>, <c>$push</c>, <c>$pop</c>) has a filter that only asks whether fields exist, and writes none of them.</summary>
    /// <level>compiler information</level>
    /// <consequence>Its filter stays true: done a second time, for example without transactions after a failure, it changes the same documents again.</consequence>
    /// <cure>Let the update set or remove a field that the filter asks for.</cure>
    FilterStaysTrue = 1128,

    /// <summary>The way back of a migration does nothing, and no comment says why.</summary>
    /// <level>compiler warning</level>
    /// <consequence>A rollback reports success, and leaves the data as they are.</consequence>
    /// <cure>Write it. If there is nothing to undo, say so in a comment; if there is no way back, say <c>[Irreversible("...")]</c> and remove it, which the code fix does.</cure>
    EmptyWayBack = 1129,

    /// <summary>A migration destroys data on its way up, and does not say why: it drops a collection or a database, deletes all documents of a collection, drops all its indexes, or replaces it with <c>$out</c> or a rename.</summary>
    /// <level>compiler warning, and warning of lint</level>
    /// <consequence>Whoever reviews the plan does not see what is lost.</consequence>
    /// <cure>Say why: <c>[Destructive("The carts are kept by the shop service.")]</c>. The attribute does not change the checksum.</cure>
    DestroysWithoutReason = 1130,

    /// <summary>A migration reads all documents of a collection into a list or an array.</summary>
    /// <level>compiler information</level>
    /// <consequence>It needs as much memory as the collection is large, and fails in production where it worked with test data.</consequence>
    /// <cure>Go through the cursor batch by batch, filter, let the server compute it, or write a document migration.</cure>
    ReadsWholeCollection = 1131,

    /// <summary>A field is named in a filter, an update, a sort or a projection of a class that does not have it. No other class of the plugin has it, and the name is nearly one that the class has.</summary>
    /// <level>compiler information</level>
    /// <consequence>The server takes any name: a filter finds nothing, and an update writes a field that nobody reads.</consequence>
    /// <cure>Correct it, or use a lambda, which the compiler checks. The code fixes do so.</cure>
    UnknownField = 1132,

    // 1200-1289: The connection and the server

    /// <summary>The connection string is malformed, or two of its options contradict each other. The message never shows user names, passwords or values.</summary>
    /// <consequence>No connection was made. A guess could connect to the wrong server, or without encryption.</consequence>
    /// <cure>Correct the part that is named. In user name and password, encode <c>@</c> as <c>%40</c>, <c>:</c> as <c>%3A</c> and <c>/</c> as <c>%2F</c>.</cure>
    InvalidConnectionString = 1201,

    /// <summary>The connection string has <c>w=0</c>: writes that the server does not acknowledge.</summary>
    /// <consequence>No connection was made. Nobody could tell whether a migration's writes were done.</consequence>
    /// <cure>Remove <c>w</c>, or write <c>w=majority</c>, which is the default.</cure>
    UnsupportedConnectionOption = 1202,

    /// <summary>No server that accepts writes was found within <c>serverSelectionTimeoutMS</c>. The message lists every known server with its state and its last error.</summary>
    /// <consequence>Nothing can be read or written safely without a primary.</consequence>
    /// <cure>Start the servers, or wait for the election. Check hosts, ports, <c>tls</c> and <c>replicaSet</c>. If the members' own names cannot be reached from here, name one host and add <c>directConnection=true</c>.</cure>
    ServerUnavailable = 1203,

    /// <summary>A server was selected, but no connection to it was opened within <c>connectTimeoutMS</c>, its host name does not resolve, or it refused the handshake.</summary>
    /// <consequence>Nothing was sent.</consequence>
    /// <cure>Check that the server is running, and check firewall, host, port and <c>tls</c>.</cure>
    ConnectFailed = 1204,

    /// <summary>The connection was lost while a command was running.</summary>
    /// <consequence>It is not known whether the command was carried out. Reads and retryable writes have already been retried once.</consequence>
    /// <cure>Check the server's log and the network, then run the command again: a run continues where it stopped.</cure>
    ConnectionLost = 1205,

    /// <summary>A server did not answer within the time limit of the command or <c>socketTimeoutMS</c>. The default is 5 minutes for the tool's own commands and no limit for those of a migration's body.</summary>
    /// <consequence>It is not known whether the command was carried out. The connection was closed.</consequence>
    /// <cure>Raise <c>socketTimeoutMS</c>, or find out what keeps the server busy: <c>db.currentOp()</c>.</cure>
    CommandTimedOut = 1206,

    /// <summary>The encrypted connection failed, usually because the server's certificate is not trusted or has another name, or a certificate file cannot be read.</summary>
    /// <consequence>Nothing was sent.</consequence>
    /// <cure>Name the authority's certificate with <c>tlsCAFile</c>. A client certificate and its key are in one PEM file (<c>tlsCertificateKeyFile</c>); for an encrypted key add <c>tlsCertificateKeyFilePassword</c>.</cure>
    TlsFailed = 1207,

    /// <summary>The server rejected the login, could not prove that it knows the password, or asked for so few iterations that the password could be guessed.</summary>
    /// <consequence>Nothing is read or written without a login.</consequence>
    /// <cure>Check user, password and <c>authSource</c>, the database that holds the user, usually <c>admin</c>.</cure>
    AuthenticationFailed = 1208,

    /// <summary>The server is too old or too new for MongoDB.Driver, or is not a MongoDB server.</summary>
    /// <consequence>Nothing was done.</consequence>
    /// <cure>Update the server or Migrations, whichever the message names.</cure>
    IncompatibleServer = 1209,

    /// <summary>A server sent bytes that are not a valid message, or a reply that lacks what was asked for.</summary>
    /// <consequence>Nothing more on that connection can be trusted. It was closed.</consequence>
    /// <cure>Check that host and port belong to a MongoDB server, and that <c>tls</c> is set as the server requires. If so, report the message as a bug.</cure>
    ProtocolViolated = 1210,

    /// <summary>The server rejected or failed a command. The message has the server's code, its name and its text.</summary>
    /// <consequence>The command was not carried out.</consequence>
    /// <cure>Correct what the server names: rights, names, options.</cure>
    CommandFailed = 1211,

    /// <summary>A document, or an update with its filter, is larger than the server accepts (16 MiB). The message has its position among the statements.</summary>
    /// <consequence>Statements before it were sent; it and those after it were not.</consequence>
    /// <cure>Make the document smaller, or change it with <c>$set</c> and <c>$unset</c> instead of replacing it.</cure>
    StatementTooLarge = 1212,

    /// <summary>The server failed for another command or for the monitor, so all connections to it were closed.</summary>
    /// <consequence>The command was not sent. Where that is safe, it has already been retried once.</consequence>
    /// <cure>Check the server, then run the command again.</cure>
    PoolCleared = 1213,

    /// <summary>All connections that <c>maxPoolSize</c> allows stayed busy for the whole <c>waitQueueTimeoutMS</c>.</summary>
    /// <consequence>The command was not sent.</consequence>
    /// <cure>Raise <c>maxPoolSize</c> or <c>waitQueueTimeoutMS</c>, or run fewer commands at once.</cure>
    PoolExhausted = 1214,

    /// <summary>A command needs a session, and the server does not support sessions.</summary>
    /// <consequence>The command was not sent: it would run outside its transaction.</consequence>
    /// <cure>Use a replica set or a sharded cluster.</cure>
    SessionsUnavailable = 1215,

    /// <summary>The server does not support retryable writes, as some storage engines do not.</summary>
    /// <consequence>The write was not carried out.</consequence>
    /// <cure>Switch them off in the connection string: <c>retryWrites=false</c>.</cure>
    RetryableWritesUnavailable = 1216,

    /// <summary>A transaction was retried for 120 seconds, and each time the server reported that a retry may succeed, for example because of a write conflict.</summary>
    /// <consequence>Nothing of it was kept, unless only the answer to the commit was lost, which the message says.</consequence>
    /// <cure>Find out what writes to the same documents at the same time (<c>db.currentOp({ transaction: { $exists: true } })</c>), or make the transaction smaller.</cure>
    TransactionTimedOut = 1217,

    /// <summary>The connection string has an option that MongoDB.Driver does not know. If a password comes before it, the name is not shown: an <c>&amp;</c> in the password makes the rest of it look like an option.</summary>
    /// <level>warning</level>
    /// <consequence>The option has no effect. A misspelt <c>tls</c> or <c>replicaSet</c> connects differently than intended.</consequence>
    /// <cure>Correct the name, or remove the option. Encode <c>&amp;</c> in a password as <c>%26</c>.</cure>
    UnknownConnectionOption = 1219,

    /// <summary>The user may not do what the message names.</summary>
    /// <consequence>What was not allowed was not done, and the run stopped.</consequence>
    /// <cure>Give the user a role with that right; docs/rights.md has the rights of each command. <c>dbOwner</c> on the database is enough for everything except ending the sessions of a dead run, which takes <c>killAnySession</c>.</cure>
    NotAuthorized = 1220,

    // 1290-1299: Writes and expressions of migrations

    /// <summary>The server rejected statements of a write command, or its write concern was not met. The message has the server's code: 11000 is a duplicate key, 121 a validator.</summary>
    /// <consequence>Statements after it were not written. In a transaction nothing of the command was kept.</consequence>
    /// <cure>Correct the data or the migration.</cure>
    WriteFailed = 1290,

    /// <summary>A filter, an update, a pipeline or an expression cannot be read, or has the wrong shape, for example a list where a document is required.</summary>
    /// <consequence>Nothing was sent.</consequence>
    /// <cure>Correct the text. Write it as in mongosh, <c>{ rating: { $exists: false } }</c>, without values inserted into it (MIG1116).</cure>
    InvalidExpression = 1291,

    // 1300-1399: The state in the database

    /// <summary>The database has no record of its schema version.</summary>
    /// <consequence>Nothing was done. A guess would run migrations twice, or never.</consequence>
    /// <cure>Say it once: <c>migrations init</c> for an empty database, <c>init --at base</c> for data that have seen no migration, <c>init --at head</c> or <c>init --at ID</c> for data that are at that revision.</cure>
    NotInitialised = 1301,

    /// <summary><c>init</c> or <c>stamp</c> claims a position for a database whose position is already recorded, and the two differ.</summary>
    /// <consequence>Nothing was changed: a new position would overwrite what is known. Repeating the same <c>init</c> is not an error.</consequence>
    /// <cure>Usually there is nothing to do. To overwrite the record, use <c>--force</c>, which is journaled.</cure>
    AlreadyInitialised = 1302,

    /// <summary><c>init</c> was run without <c>--at</c> on a database that has collections.</summary>
    /// <consequence>Nothing was recorded. Only an empty database is certain to be at base.</consequence>
    /// <cure>Add <c>--at base</c>, <c>--at head</c> or <c>--at ID</c>.</cure>
    PositionNeeded = 1303,

    /// <summary>A document of the state collections is damaged, or is not the tool's. The message names the collection, the <c>_id</c> and the field.</summary>
    /// <consequence><c>status</c>, <c>verify</c> and <c>journal</c> report such documents and continue with the others. Commands that change something, and <c>plan</c>, stop.</consequence>
    /// <cure>Correct the field, or restore the document from a backup. The message has a command for the case that neither is possible.</cure>
    StateUnreadable = 1304,

    /// <summary>The position given with <c>--from</c> differs from the recorded one.</summary>
    /// <consequence>Nothing was done. <c>--from</c> is for databases that are not initialised; it never overrides a record.</consequence>
    /// <cure>Leave out <c>--from</c>. If the record is wrong, correct it: <c>migrations stamp --force TREE@TARGET</c>, which is journaled.</cure>
    StampContradicted = 1305,

    /// <summary>The plugin says that the application declares the version of a tree (<c>IsDeclaredByApplication</c>), but the database has no collection <c>_migrations.components</c>.</summary>
    /// <consequence>Nothing was done: it is not known whether application and data belong together.</consequence>
    /// <cure>Let the application declare it: <c>await new SchemaComponent("items", null, "0.6.0").DeclareAsync(database)</c>. Or remove <c>IsDeclaredByApplication</c>.</cure>
    ComponentsMissing = 1306,

    /// <summary>The application should declare the version of a tree, but <c>_migrations.components</c> has no document for it.</summary>
    /// <consequence>Nothing was done: it is not known whether application and data belong together.</consequence>
    /// <cure>Let the application declare it with <c>SchemaComponent</c>, or remove <c>IsDeclaredByApplication</c> from the tree.</cure>
    ComponentUndeclared = 1307,

    /// <summary>A recorded head, or the version that the application declares, is a revision that neither the plugin nor the records know.</summary>
    /// <consequence>Nothing was done: there is no path from an unknown revision. Either somebody edited the state, or application and plugin are of different releases.</consequence>
    /// <cure>Look at <c>migrations journal</c>. Correct a wrong head with <c>stamp --force</c>, or deploy application and plugin of the same release.</cure>
    UnknownRevision = 1308,

    /// <summary>The version that the application declares for a tree is not the version of the tree's head.</summary>
    /// <consequence>Nothing was done. An application would read data of another version.</consequence>
    /// <cure>Deploy the application that belongs to the database, migrate with the plugin of the application's release, or correct the declaration.</cure>
    ComponentMismatch = 1309,

    /// <summary><c>import</c> did not find the log of the other tool, or found it empty.</summary>
    /// <consequence>Nothing was recorded.</consequence>
    /// <cure>Name the collection with <c>--log</c>, or the right database. If nothing was ever applied, say so: <c>migrations init --at base</c>.</cure>
    ImportLogMissing = 1310,

    /// <summary>The log is not one that the named tool writes: a field is missing or of another kind, a migration is there twice, or entries contradict each other.</summary>
    /// <consequence>Nothing was recorded.</consequence>
    /// <cure>Name the right tool and collection with <c>--from</c> and <c>--log</c>, or correct the entries that the message lists.</cure>
    ImportLogUnreadable = 1311,

    /// <summary>A migration in the log of the other tool failed, or was begun and not finished.</summary>
    /// <consequence>Nothing was recorded: it is not known what it left in the data.</consequence>
    /// <cure>Let the other tool finish it, or undo it there. If it left nothing behind, leave it out with <c>--ignore NAME</c>.</cure>
    ImportUnfinished = 1312,

    /// <summary>A name in the log fits no migration of the plugin, or several.</summary>
    /// <consequence>Nothing was recorded. A guess could run a migration twice, or never.</consequence>
    /// <cure>Say in a file what the names are, <c>NAME = TREE@ID</c> on each line, and name it with <c>--map</c>; or leave them out with <c>--ignore NAME</c>.</cure>
    ImportUnmatched = 1313,

    /// <summary>What the log has applied has a gap: a migration before an applied one is missing, or only some of the names that stand for one migration are there.</summary>
    /// <consequence>Nothing was recorded.</consequence>
    /// <cure>Let the other tool apply what is missing, give it an id after the applied ones, or correct the map.</cure>
    ImportIncomplete = 1314,

    // 1400-1499: Planning

    /// <summary>Neither the plugin nor the database has a tree of that name.</summary>
    /// <consequence>Nothing was done. A misspelt name would look like success.</consequence>
    /// <cure>Correct the name; <c>migrations status</c> lists the trees.</cure>
    UnknownTree = 1401,

    /// <summary>No migration has the id or version that was named.</summary>
    /// <consequence>Nothing was done.</consequence>
    /// <cure>Correct the target; <c>migrations history</c> lists ids and versions. <c>head</c> and <c>base</c> are targets too.</cure>
    UnknownTarget = 1402,

    /// <summary>An id or version occurs in several trees, or two trees were named.</summary>
    /// <consequence>Nothing was done.</consequence>
    /// <cure>Name the tree with the target: <c>--to models@0.2.0</c>.</cure>
    AmbiguousTarget = 1403,

    /// <summary><c>migrate --to</c> names a revision that the database has already passed.</summary>
    /// <consequence>Nothing was done: <c>migrate</c> only goes up.</consequence>
    /// <cure>To go back, use <c>migrations rollback --to TARGET</c>.</cure>
    TargetIsBehind = 1404,

    /// <summary>A migration on the way back has no <c>Down</c>, or one that nobody has written yet (MIG1426). Or it is undone from before images, and there are none: they were pruned or never made.</summary>
    /// <consequence>Nothing was done. Skipping the migration would leave data that fit no version.</consequence>
    /// <cure>Choose a target after it, or implement <c>IReversible</c> (or its variant for the kind of migration). A <c>Down</c> may be added or corrected after release.</cure>
    Irreversible = 1405,

    /// <summary>The database has a migration that the plugin does not have: the database is ahead, the file was deleted, or two branches diverged.</summary>
    /// <consequence>Nothing was done. Later migrations may depend on it.</consequence>
    /// <cure>Use the plugin that has it, or restore the file: <c>git log --diff-filter=D -- migrations/</c>. If it needs no code, <c>migrations rollback</c> undoes it without the plugin that has it; docs/rollback-by-value.md says when.</cure>
    MissingMigration = 1406,

    /// <summary>The source of an applied migration is not what it was when the migration ran. docs/state.md#checksums says what counts.</summary>
    /// <consequence>Nothing was done. Databases migrated before and after the change would differ without anybody knowing.</consequence>
    /// <cure>Restore the file, and write a new migration for the change. If you have checked that it does the same as before, for example after renaming a class, accept it: <c>migrations accept TREE@ID</c>, which is journaled.</cure>
    ChangedMigration = 1407,

    /// <summary>A migration is older than the head of its tree and was never applied, as after merging two branches.</summary>
    /// <consequence>Nothing was done. It was written for an older state of the data.</consequence>
    /// <cure>If it is not released, give it a new id after the head: <c>FixMigrationOrder</c> does that. Otherwise use <c>--late fixOrder</c> to roll back what came after it and apply everything in order, or <c>--late runLate</c> to run it now.</cure>
    LateMigration = 1408,

    /// <summary>The recorded head of a tree is not its newest applied migration.</summary>
    /// <consequence>Nothing was done. Somebody edited the state, so neither record can be trusted.</consequence>
    /// <cure>Compare with <c>migrations journal</c>, then correct the record: <c>migrations init --force --at TREE@ID</c>, which is journaled.</cure>
    HeadMismatch = 1409,

    /// <summary>A rollback did not finish, and an upgrade was requested. Or a migration is half applied, a rollback was requested, and it has neither a <c>Down</c> nor before images.</summary>
    /// <consequence>Nothing was done. Some documents are in the old shape and some in the new; the message says how many.</consequence>
    /// <cure>Finish the interrupted run first; the message has the command. Or correct the data by hand, and record the result: <c>accept TREE@ID --as applied</c> or <c>--as notApplied</c>.</cure>
    InterruptedRun = 1410,

    /// <summary>Another run changed the database between planning and locking.</summary>
    /// <consequence>Nothing was done, because the plan is out of date.</consequence>
    /// <cure>Run the command again.</cure>
    PlanChanged = 1411,

    /// <summary>The database has applied migrations that the plugin does not have, and the plugin has others that were never applied.</summary>
    /// <consequence>Nothing was done. The message shows the difference: <c>-</c> is only in the database, <c>+</c> only in the plugin.</consequence>
    /// <cure>Use the plugin that has the applied migrations, or restore their files. A database that may be lost can be recreated.</cure>
    DivergedHistory = 1412,

    /// <summary>A tree is at base, several lines begin there, and none of them is the default.</summary>
    /// <consequence>Nothing was done. Which line a database follows is for you to decide.</consequence>
    /// <cure>Name the line in the target, <c>--to datasets/Uuid@head</c>, or declare a default: <c>[assembly: MigrationTree("datasets", DefaultLine = "Uuid")]</c>.</cure>
    LineNeeded = 1413,

    /// <summary>The path, upward or downward, would cross a barrier.</summary>
    /// <consequence>Nothing was done. Migrations do not lead across a barrier; their code may no longer exist.</consequence>
    /// <cure>Use the product version that the message names. If you have converted the data by other means, record it: <c>migrations stamp --force TREE@TARGET</c>.</cure>
    BarrierInTheWay = 1414,

    /// <summary>The target is on another line than the database.</summary>
    /// <consequence>Nothing was done. Only a one-shot leads to another line, and only if it is named.</consequence>
    /// <cure>Name the one-shot that the message suggests, <c>--via NAME</c>, or choose a target on the line of the database.</cure>
    NoPath = 1415,

    /// <summary>A migration depends on a tree that is not far enough along and not part of the plan, or the plan would roll back a migration that an applied one depends on.</summary>
    /// <consequence>Nothing was done. The migration requires the other one's data.</consequence>
    /// <cure>Migrate all trees together, or the other tree first. To roll back, roll back the dependent migration first.</cure>
    DependencyUnmet = 1416,

    /// <summary>The one-shot named with <c>--via</c> does not exist, exists in several trees, does not start where the database is, or was named for a rollback.</summary>
    /// <consequence>Nothing was done. A one-shot only fits the revision that it starts from.</consequence>
    /// <cure><c>migrations trees --one-shot</c> lists them. Migrate the database to its start first.</cure>
    OneShotUnusable = 1417,

    /// <summary>A planned migration requires an option that was not given and has no default.</summary>
    /// <consequence>Nothing was done.</consequence>
    /// <cure>Give it: <c>--option has_simulated=0</c>. Repeat <c>--option</c> for several, or separate them with <c>;</c>.</cure>
    OptionMissing = 1418,

    /// <summary>No migration declares the option that was given, or the option does not accept the value.</summary>
    /// <consequence>Nothing was done. A misspelt option would be ignored.</consequence>
    /// <cure>Correct the name or the value; the message lists the declared options.</cure>
    OptionUnknown = 1419,

    /// <summary>A precondition of a migration (<c>[NoDocumentsIn]</c> or one of your own) is not met, or could not be checked. The message lists all of them.</summary>
    /// <consequence>The migration did not run. Static preconditions are checked before the first migration, others right before their own; completed migrations are kept.</consequence>
    /// <cure>Correct the data. Preconditions marked as skippable are skipped with <c>--force</c>, which is journaled.</cure>
    PreconditionFailed = 1420,

    /// <summary><c>--confirm</c> names another database than the one connected to, a required confirmation is missing (<c>MIGRATIONS_REQUIRE_CONFIRMATION=true</c>), or another name was typed in the terminal.</summary>
    /// <consequence>Nothing was changed.</consequence>
    /// <cure>Check the database that the message names. If it is the right one, confirm it: <c>--confirm NAME</c>.</cure>
    NotConfirmed = 1421,

    /// <summary>A migration was killed, cancelled or failed halfway, and its source has changed since it began.</summary>
    /// <consequence>Nothing was done. To continue would migrate some documents with the old code and some with the new.</consequence>
    /// <cure>Restore the file and run again, or roll back what is done. If old and new code do the same to the documents migrated so far, continue with <c>--accept-changed TREE@ID</c>, which is journaled.</cure>
    ChangedUnfinished = 1422,

    /// <summary><c>accept</c> names a migration that is not applied or did not finish; or, with <c>--as</c>, one that is not half done.</summary>
    /// <consequence>Nothing was recorded. Only an applied migration has a checksum to accept.</consequence>
    /// <cure>Run the migration. To continue one that did not finish and was changed, use <c>migrate --accept-changed TREE@ID</c>. If you have corrected its data by hand, use <c>accept TREE@ID --as applied</c> or <c>--as notApplied</c>.</cure>
    NotAccepted = 1423,

    /// <summary>A free-form migration, or its <c>Down</c>, ran without a transaction, had begun to write, and did not finish.</summary>
    /// <consequence>Nothing was done. Run again from the start, it may do twice what is already done. The message says where it had written and how much.</consequence>
    /// <cure>Look at the data, then decide: the body may run again (<c>--accept-half-done TREE@ID</c>), its <c>Down</c> repairs the data (<c>rollback --accept-half-done TREE@ID</c>), or you have repaired them by hand (<c>accept TREE@ID --as applied</c> or <c>--as notApplied</c>).</cure>
    DecisionRequired = 1424,

    /// <summary>A tree of the database belongs to another plugin that has a tree of the same name.</summary>
    /// <consequence>Nothing was done with the tree: the two plugins would take each other's migrations for missing ones. Other trees can still be read; nothing is changed until this is settled.</consequence>
    /// <cure>If there are two plugins, rename the tree of one of them (<c>Tree = "..."</c> in <c>[Migration]</c>). If the plugin's assembly was renamed, take the tree over: <c>migrations accept TREE</c>, which is journaled.</cure>
    TreeOfAnotherPlugin = 1425,

    /// <summary>A migration, or its <c>Down</c>, only throws <c>NotSupportedException</c> or <c>NotImplementedException</c>: it was generated, and nobody has written it yet. The message names the file and the members.</summary>
    /// <consequence>Its tree, and trees that depend on it, are not migrated; other trees are. <c>plan</c> reports it as a warning, <c>verify</c> as a fault.</consequence>
    /// <cure>Write it. If there is no way back, remove the interface (<c>IReversible</c> or its variant), which makes the migration irreversible. The message has a command for the migrations before it.</cure>
    MigrationNotWritten = 1426,

    /// <summary>A plan file does not fit any more: the plugin, the database, its records, the options or the time are not those of the plan, by more than what runs of the plan did. The message says which.</summary>
    /// <consequence>Nothing was done, because what would run is not what was reviewed.</consequence>
    /// <cure>Make a new plan (<c>migrations plan --out FILE</c>), have it reviewed, and run that.</cure>
    PlanOutdated = 1427,

    /// <summary>An ASP.NET Core application did not start, because its database is not current and its policy at start-up does not allow that. The message names the state.</summary>
    /// <consequence>The application takes no requests. Nothing was changed, apart from migrations that the policy <c>Apply</c> applied before.</consequence>
    /// <cure>Migrate the database (<c>migrations migrate</c>), or choose what fits your release: <c>Migrations:Startup</c> (<c>Wait</c>, <c>Apply</c>, <c>Warn</c>), or <c>Migrations:AllowAhead</c> for a release that works with newer data.</cure>
    DatabaseNotReady = 1428,

    /// <summary>A document of the collection in <c>--databases-from</c> does not name a database: the field is missing, is no text, or is not a valid name.</summary>
    /// <consequence>Nothing was done. A database that is left out would stay behind unnoticed.</consequence>
    /// <cure>Correct the document that the message names, or name another field.</cure>
    TargetFieldUnusable = 1432,

    /// <summary>This machine differs from that of the last run in what matters: the major version of driver or server, the feature compatibility version, or the packages of the plugin.</summary>
    /// <consequence>Nothing was done. A migration may work differently here than where the ones before it ran.</consequence>
    /// <cure>Use the same versions as the last run. If the change is meant, migrate: the run records it, and the check passes from then on.</cure>
    EnvironmentDiffers = 1437,

    /// <summary>This machine differs from that of the last run in something that seldom matters, or of which one of the two is unknown.</summary>
    /// <consequence>None.</consequence>
    /// <cure>Nothing needs to be done.</cure>
    /// <level>warning</level>
    EnvironmentChanged = 1438,

    // 1500-1599: The lock

    /// <summary>Another run holds the lock of the database.</summary>
    /// <consequence>Nothing was done. Two runs at once could migrate data twice.</consequence>
    /// <cure>Wait, or let the tool wait: <c>--lock-wait SECONDS</c>. If the other run is dead, its lease ends within a minute; <c>migrations unlock --force</c> breaks the lock at once.</cure>
    LockHeld = 1501,

    /// <summary>The run could not renew its lock in time, or somebody broke the lock.</summary>
    /// <consequence>The run stopped, and its later writes are refused, because another run may be active. See docs/state.md#what-a-lost-lock-means.</consequence>
    /// <cure>Look at <c>migrations status</c>, then run again: a document migration continues at its last checkpoint. A free-form one that had written without a transaction needs a decision first (MIG1424).</cure>
    LockLost = 1502,

    // 1600-1699: Running

    /// <summary>The body of a migration threw. The message has the reason and the line in the source.</summary>
    /// <consequence>No later migration ran. In a transaction its writes were undone, and so were its changes to collections and indexes, except for a collection that it dropped or replaced, which the message names.</consequence>
    /// <cure>Correct the migration or the data, and run again. A body that had written without a transaction needs a decision first (MIG1424).</cure>
    MigrationFailed = 1601,

    /// <summary>A migration or the run requires a transaction, and the server has none, because it is standalone.</summary>
    /// <consequence>The migration was not started.</consequence>
    /// <cure>Use a replica set (one member is enough). If the run requires it, use <c>--transaction auto</c>.</cure>
    TransactionsUnavailable = 1602,

    /// <summary>A migration changed a collection or an index after it had read or written in its transaction.</summary>
    /// <consequence>The migration was rolled back. The change would run outside the transaction and wait for it forever.</consequence>
    /// <cure>Change collections and indexes first, or in a migration of their own, or set <c>Transaction = TransactionMode.Never</c>.</cure>
    SchemaChangeInTransaction = 1603,

    /// <summary>The body threw for a document, the document's fields do not fit the class, or the server rejected the update. The message has the <c>_id</c> and the reason.</summary>
    /// <consequence>Its batch was not written. Earlier batches are, with their checkpoints.</consequence>
    /// <cure>Correct the document or the migration, and run again: it continues at that batch. <c>--on-document-error collect</c> continues past such documents and lists them.</cure>
    DocumentFailed = 1604,

    /// <summary>A migration's <c>VerifyAsync</c> threw after its body had run.</summary>
    /// <consequence>The migration does not count as applied. In a transaction it was undone.</consequence>
    /// <cure>Correct the migration or the data, and run again.</cure>
    PostConditionFailed = 1605,

    /// <summary>Without transactions: somebody changed a document of an interrupted batch, or a document changes faster than it can be migrated.</summary>
    /// <consequence>The run stopped. It is not known whether the document has been migrated.</consequence>
    /// <cure>Stop what writes to it, correct the documents that are named, and run again. A replica set does not have this problem.</cure>
    DocumentChangedMeanwhile = 1606,

    /// <summary>A migration's body, or a precondition, called something that cannot run in the migration's session and transaction. The message names it.</summary>
    /// <consequence>The call was not made. It would survive a rollback or a dry run, or continue after the lock is lost.</consequence>
    /// <cure>Use the call that the message names instead.</cure>
    CallRefused = 1607,

    /// <summary>The map of moved types (<c>Setup</c>) contradicts itself, or cannot be reversed although the migration is reversible.</summary>
    /// <consequence>Nothing was written.</consequence>
    /// <cure>Correct <c>Setup</c>. If types are deleted or merged on purpose, make the migration irreversible, or set <c>types.Rewrite = false</c>. See docs/type-moves.md.</cure>
    TypeMapInvalid = 1608,

    /// <summary>A migration is rolled back from before images, and somebody has changed documents since it ran. The message names up to ten of them.</summary>
    /// <consequence>Nothing of that batch was restored, because the change would be lost. Newer batches were.</consequence>
    /// <cure>Correct or delete the documents, and run again. Or leave them as they are and restore the others: <c>rollback --force</c>; their old state goes with the images. See docs/undo.md.</cure>
    DocumentChangedSince = 1609,

    /// <summary>With <c>--on-document-error collect</c>, more documents failed than <c>--limit-errors</c> allows.</summary>
    /// <consequence>The run stopped: so many failures usually have one cause. Migrated documents are kept with their checkpoint; failed ones are listed in <c>_migrations.errors</c>.</consequence>
    /// <cure>Look at the reasons, correct the documents or the migration, and run again. It continues where it stopped and tries the listed documents again. Or raise <c>--limit-errors</c>.</cure>
    TooManyDocumentErrors = 1610,

    /// <summary>With <c>--on-document-error collect</c>, a migration went through all documents, and some could not be migrated. The message has the first ten.</summary>
    /// <consequence>The migration does not count as applied, and later ones did not run.</consequence>
    /// <cure>Correct the documents listed in <c>_migrations.errors</c>, or delete those that should not exist, and run again: only they are migrated then.</cure>
    DocumentsFailed = 1611,

    /// <summary>A step of a <c>FieldMigration</c> names an invalid path: empty, with an empty name in it (<c>a..b</c>), a name that starts with <c>$</c>, or <c>_id</c>. Reported with MIG1110.</summary>
    /// <consequence>Nothing was run. The server would take the path for an operator or for a field that it never changes.</consequence>
    /// <cure>Name a field, or nested fields with <c>.</c> between them: <c>meta.lang</c>. Field names that contain <c>.</c> or start with <c>$</c> take a <c>RawDocumentMigration</c>.</cure>
    FieldPathInvalid = 1612,

    /// <summary>Two steps of a <c>FieldMigration</c>, or two paths of one step, concern the same field, or one nested in the other. Reported with MIG1110.</summary>
    /// <consequence>Nothing was run. The result would depend on the order, and a second pass would change a migrated document again.</consequence>
    /// <cure>Move one of them to a migration of its own. To swap two fields, use a <c>PipelineMigration</c> with a filter on a marker.</cure>
    FieldStepsConflict = 1613,

    /// <summary>A <c>FieldMigration</c> has a <c>Recompute</c> and no <c>Filter</c>, or a reversible one has a <c>DownFilter</c> that is the same as its <c>Filter</c>. Reported with MIG1110.</summary>
    /// <consequence>Nothing was run. A migrated document could not be told from one that is not, and would be computed twice.</consequence>
    /// <cure>Let another step leave a mark and filter on it, or <c>Compute</c> into a new field, which needs no filter.</cure>
    FieldFilterMissing = 1614,

    /// <summary>A <c>FieldMigration</c> has no steps, its <c>Define</c> threw, or a step is impossible: a conversion that does not exist, a value replaced by itself, a split without separator or with fewer than two parts. Reported with MIG1110.</summary>
    /// <consequence>Nothing was run.</consequence>
    /// <cure>Correct the step that is named. <c>Define</c> only declares steps: it must not use a database, the clock, or anything else that differs from call to call.</cure>
    FieldStepInvalid = 1615,

    /// <summary>A step of a <c>FieldMigration</c> would lose something in a document: the new name is taken, a value cannot be converted and back, a text has another number of parts, an array is in the path, or a field name occurs twice. The message names the step, the <c>_id</c> and the reason.</summary>
    /// <consequence>The run stopped. Earlier ranges are migrated and checkpointed. Of this range nothing is kept in a transaction; without one, part of it may be migrated, which a second run skips.</consequence>
    /// <cure>Correct the document, or leave it out with <c>Filter</c>, and run again. Use <c>ForEach</c> for arrays, and <c>Cast</c> for conversions that may lose something.</cure>
    FieldStepRefused = 1616,

    /// <summary>A migration's body used a collection that holds the state of the migrations, directly, as the target of a pipeline, in a view or in a command.</summary>
    /// <consequence>The call was not made. A change of the state may break every later run.</consequence>
    /// <cure>Use another name for your collection, or another prefix for the state. To correct the state, use <c>migrations stamp</c>.</cure>
    StateRefused = 1617,

    /// <summary>The server rejected a command in a transaction, for example an insert with an existing <c>_id</c>; the migration's code caught the error and continued.</summary>
    /// <consequence>The migration was rolled back. The first error ends a transaction on the server, so nothing that follows can be kept.</consequence>
    /// <cure>Look before you write: find the document first, put the condition into the filter, or use an upsert. To continue after errors, set <c>Transaction = TransactionMode.Never</c>.</cure>
    SwallowedServerError = 1618,

    /// <summary>Documents of the old shape are written faster than they are migrated: after 20 further passes some are left.</summary>
    /// <consequence>The migration does not count as applied. What is migrated is kept.</consequence>
    /// <cure>Stop what writes the old shape, or deploy the version that writes the new one, and run again: only the remaining documents are migrated then.</cure>
    OldShapeLeft = 1619,

    /// <summary>A migration emits a document into a collection that already has one with the same <c>_id</c>.</summary>
    /// <consequence>The batch was undone, because one of the two would be lost. Earlier batches are kept with their checkpoint.</consequence>
    /// <cure>Leave out the <c>_id</c>, so that one is derived, or make it from something unique. If several documents are meant to become one, use <c>Merge</c>. See docs/emit.md.</cure>
    EmittedIdTaken = 1620,

    /// <summary>A migration emits documents into the collection that it reads, and its filter also matches what it emits.</summary>
    /// <consequence>The batch was undone. The migration would read its own output again and again.</consequence>
    /// <cure>Override <c>Filter</c>, and <c>DownFilter</c> for the way back, so that emitted documents do not match.</cure>
    EmitsIntoItsSource = 1621,

    /// <summary>A migration calls <c>Merge</c> and does not require a transaction.</summary>
    /// <consequence>The batch was not written. Repeated after a crash, a merge would count twice; only a transaction prevents that.</consequence>
    /// <cure>Set <c>Transaction = TransactionMode.Require</c> in <c>[Migration]</c>.</cure>
    MergeNeedsTransaction = 1622,

    /// <summary>A migration emits documents into a collection that holds the state of the migrations.</summary>
    /// <consequence>Nothing of the batch was written.</consequence>
    /// <cure>Choose another <c>Target</c>, or another collection in <c>Insert</c> and <c>Merge</c>.</cure>
    EmitsIntoState = 1623,

    /// <summary>A migration's body returned before its calls to the database had finished, or one of them failed unobserved.</summary>
    /// <consequence>The running calls were waited for, then the transaction was rolled back. Without a transaction their writes are kept, and the migration counts as half done.</consequence>
    /// <cure>Await every call before the body returns. Several at once are fine with <c>Task.WhenAll</c>. Make <c>async void</c> methods return a <c>Task</c>.</cure>
    CallNotAwaited = 1624,

    /// <summary>A pipeline migration runs without transactions, has update operators whose result only the server knows (others than <c>$set</c>, <c>$unset</c>, <c>$rename</c>, <c>$inc</c> and <c>$mul</c>), and its filter for this direction is empty.</summary>
    /// <consequence>Nothing was updated. A run that is killed could not tell which documents are done, and the next one would change them twice.</consequence>
    /// <cure>Use transactions, write the update as an aggregation pipeline, or override <c>Filter</c> (<c>DownFilter</c> for the way back) so that it leaves out what is done.</cure>
    UpdateNeedsTransaction = 1625,

    /// <summary>A run that an HTTP request started was cancelled, by a request or because the application stopped.</summary>
    /// <consequence>It ended after its batch. What is finished stays finished.</consequence>
    /// <cure>Start it again: a document migration continues at its last checkpoint. <c>migrations status</c> says where the database stands.</cure>
    RunCancelled = 1626,

    /// <summary>A migration sets a validator at its end, and some documents violate it. The message names the first ones.</summary>
    /// <consequence>The validator was not set, since nobody could change those documents any more. The migration does not count as applied; what it migrated is kept.</consequence>
    /// <cure>Correct the documents, the migration or the validator, and run again. The <c>Filter</c> may leave documents out, or an application may still write the old shape.</cure>
    ValidatorUnfulfilled = 1630,

    // 1700-1799: Verifying

    /// <summary>The plugin has migrations that are not applied to the database.</summary>
    /// <consequence><c>plan</c> and <c>verify</c> exit with this code, so that a release stops: the application may expect them.</consequence>
    /// <cure>Apply them: <c>migrations migrate</c>.</cure>
    PendingMigrations = 1702,

    /// <summary>A migration failed, or its run died.</summary>
    /// <consequence>The database is between two versions.</consequence>
    /// <cure>Run again: a document migration continues at its checkpoint, and a free-form one starts again if it ran in a transaction or had not written yet. The message has the command, and the way back if there is one.</cure>
    UnfinishedMigration = 1703,

    /// <summary><c>rehearse</c> migrated and rolled back, and some documents are not what they were. The message names the first ones and the differences.</summary>
    /// <consequence>Nothing was kept. A real rollback would lose the same data and report success.</consequence>
    /// <cure>Correct the <c>Down</c>, or replace it by <c>[KeepBeforeImages]</c>, which restores the documents exactly. If the loss is acceptable, remove the <c>Down</c>: the migration is irreversible then, and every plan says so.</cure>
    RehearsalFailed = 1704,

    /// <summary>A pending migration works on a collection that the database does not have, although it has others. The message names the most similar one.</summary>
    /// <consequence>The migration would change nothing and count as applied. <c>plan</c> and <c>migrate</c> warn; <c>verify</c> fails with exit code 4; with <c>CI=true</c>, <c>migrate</c> is refused.</consequence>
    /// <cure>Correct the name. If the collection may be missing, override <c>MayBeMissing</c>.</cure>
    CollectionMissing = 1705,

    /// <summary>A pending typed migration reads a member that none of the inspected documents has. The message has the names that they do have.</summary>
    /// <level>warning</level>
    /// <consequence>The member keeps its default value, and everything computed from it is written to every document.</consequence>
    /// <cure>Correct the name, for example with <c>[BsonElement]</c>. If the member is just rare, there is nothing to do.</cure>
    MemberUnseen = 1706,

    /// <summary><c>migrations.lock.json</c> does not exist or does not fit the plugin, where it must (<c>lint --locked</c>, <c>CI=true</c>).</summary>
    /// <consequence>Whoever builds on this commit cannot be told which released migrations were changed.</consequence>
    /// <cure>Build the project, which writes the file, and check it in with the migrations.</cure>
    LockFileOutdated = 1711,

    /// <summary>A released migration, one that the lock file of the base branch has, was changed since.</summary>
    /// <consequence>Databases that applied it differ from those that will apply it, and <c>verify</c> fails on them (MIG1407).</consequence>
    /// <cure>Restore the file, and write a new migration for the change.</cure>
    ReleasedMigrationChanged = 1712,

    /// <summary>A migration that is not released is older than a released one of its line, usually since another branch was merged first.</summary>
    /// <consequence>Databases that applied the newer one refuse it as late (MIG1408).</consequence>
    /// <cure>Put it behind: <c>migrations fix-order</c>.</cure>
    UnreleasedIsLate = 1713,

    /// <summary>A migration that is not released cannot be rolled back, and does not say why.</summary>
    /// <level>warning</level>
    /// <consequence>A release that fails after it has no way back.</consequence>
    /// <cure>Write a way back, or say why there is none: <c>[Irreversible("...")]</c>.</cure>
    IrreversibleWithoutReason = 1714,

    // 1900-1999: The command line

    /// <summary>An option is unknown, or its value is missing or invalid.</summary>
    /// <consequence>Nothing was done.</consequence>
    /// <cure><c>--help</c> shows what a command takes, for example <c>migrations migrate --help</c>.</cure>
    UsageInvalid = 1901,

    /// <summary>The connection string names no database, and none was given.</summary>
    /// <consequence>Nothing was done.</consequence>
    /// <cure>Put it into the connection string, <c>mongodb://host/shop</c>, or give <c>--database</c>.</cure>
    DatabaseMissing = 1902,

    /// <summary>An unexpected error: a bug of the tool. The output has all details.</summary>
    /// <consequence>The command stopped. Checkpoints are kept, so it is safe to run again.</consequence>
    /// <cure>Report it with the output.</cure>
    Unexpected = 1999,
}

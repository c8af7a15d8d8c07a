namespace Migrations;

/// <summary>The stable code of an expected failure; printed as <c>MIG</c> and four digits, explained in <c>docs/errors/</c>.</summary>
public enum MigrationErrorCode
{
    /// <summary>No code: never used for a failure.</summary>
    None = 0,

    // 1000-1099: the build integration and the generator.

    /// <summary>A new migration was asked for without a name.</summary>
    NameMissing = 1001,

    /// <summary>The name of a new migration is no C# identifier.</summary>
    NameInvalid = 1003,

    /// <summary>The file of a new migration exists already.</summary>
    FileExists = 1004,

    /// <summary>An option of the generator has a value it cannot have.</summary>
    OptionInvalid = 1005,

    /// <summary>Which migrations are released cannot be told: no git, or no repository.</summary>
    GitUnavailable = 1011,

    /// <summary>The git reference whose migrations are released does not exist.</summary>
    GitReferenceUnknown = 1012,

    /// <summary>A released migration was deleted, or its id changed.</summary>
    ReleasedMigrationGone = 1013,

    /// <summary>The id of a migration is not written as a literal, so its file cannot be renumbered.</summary>
    SourceUnreadable = 1014,

    /// <summary>The connection string is set, but empty.</summary>
    ConnectionEmpty = 1015,

    /// <summary>No connection string is set, and the local server must not be used.</summary>
    ConnectionMissing = 1016,

    /// <summary>The name of a database that no application has.</summary>
    DatabaseNameUnusable = 1017,

    /// <summary>A prefix that the names of the state's collections cannot have.</summary>
    StatePrefixUnusable = 1025,

    /// <summary>The operating system refused a file or a folder.</summary>
    FileUnusable = 1026,

    /// <summary>The report could not be written to standard output; what the command did stays done.</summary>
    ReportUnwritten = 1028,

    // 1100-1199: the plugin and what is discovered in it.

    /// <summary>The plugin assembly does not exist.</summary>
    PluginNotFound = 1101,

    /// <summary>The plugin was built for a newer version of the tool.</summary>
    PluginTooNew = 1102,

    /// <summary>The plugin cannot be loaded, or is no plugin.</summary>
    PluginUnusable = 1103,

    /// <summary>The plugin has no migrations; a warning.</summary>
    NoMigrations = 1104,

    /// <summary>The plugin was built for another major version of MongoDB.Driver.</summary>
    DriverUnusable = 1105,

    /// <summary>Migrations of the plugin are declared wrongly: ids, names, duplicates, constructors.</summary>
    FaultyMigrations = 1110,

    /// <summary>A migration has no [Migration] attribute; found by the compiler.</summary>
    AttributeMissing = 1111,

    /// <summary>A migration is private; found by the compiler.</summary>
    MigrationPrivate = 1112,

    /// <summary>Two migrations of a tree have the same id; found by the compiler.</summary>
    DuplicateId = 1113,

    /// <summary>A migration has the version of the project, which is not known; found by the compiler.</summary>
    NextVersionUnknown = 1114,

    /// <summary>The class that prepares the driver's serialization cannot be used, or failed.</summary>
    MongoSetupFailed = 1115,

    /// <summary>A value is put into the text of a filter, an update or a pipeline; found by the compiler.</summary>
    ValueInDefinitionText = 1116,

    /// <summary>The classes of a typed migration cannot carry what their documents hold, or [MatchElements] names no list of theirs.</summary>
    FaultyClasses = 1117,

    // 1200-1299: the connection, the client, the server's answers.

    /// <summary>The connection string is malformed or contradicts itself.</summary>
    InvalidConnectionString = 1201,

    /// <summary>The connection string asks for writes that the server does not answer.</summary>
    UnsupportedConnectionOption = 1202,

    /// <summary>No server that could take the command was found in time.</summary>
    ServerUnavailable = 1203,

    /// <summary>A connection to a server could not be opened.</summary>
    ConnectFailed = 1204,

    /// <summary>A connection broke while a command was under way.</summary>
    ConnectionLost = 1205,

    /// <summary>A server did not answer in the time allowed.</summary>
    CommandTimedOut = 1206,

    /// <summary>The encrypted connection could not be set up, or a certificate could not be read.</summary>
    TlsFailed = 1207,

    /// <summary>The server did not accept the login, or could not prove that it knows the password.</summary>
    AuthenticationFailed = 1208,

    /// <summary>The server is too old, too new or no MongoDB server.</summary>
    IncompatibleServer = 1209,

    /// <summary>A server sent bytes that are no valid message.</summary>
    ProtocolViolated = 1210,

    /// <summary>The server refused or failed a command.</summary>
    CommandFailed = 1211,

    /// <summary>A document or statement is larger than the server takes.</summary>
    StatementTooLarge = 1212,

    /// <summary>The connections to a server were closed because it failed for others.</summary>
    PoolCleared = 1213,

    /// <summary>No connection became free in time.</summary>
    PoolExhausted = 1214,

    /// <summary>An explicit session was used, and the server has no sessions.</summary>
    SessionsUnavailable = 1215,

    /// <summary>The server has no retryable writes, but they are switched on.</summary>
    RetryableWritesUnavailable = 1216,

    /// <summary>A transaction was repeated until its time was over.</summary>
    TransactionTimedOut = 1217,

    /// <summary>The connection string has an option that has no effect; a warning.</summary>
    UnknownConnectionOption = 1219,

    /// <summary>The login does not have the right that a command needs.</summary>
    NotAuthorized = 1220,

    /// <summary>Statements of a write command failed, or its write concern was not met.</summary>
    WriteFailed = 1290,

    /// <summary>A filter, an update or a pipeline is not Extended JSON of the right shape.</summary>
    InvalidExpression = 1291,

    // 1300-1399: the state kept in the database.

    /// <summary>The database's schema version was never initialised.</summary>
    NotInitialised = 1301,

    /// <summary>The database's schema version is initialised already.</summary>
    AlreadyInitialised = 1302,

    /// <summary>A database with data is to be initialised without saying where it stands.</summary>
    PositionNeeded = 1303,

    /// <summary>A document of the state collections cannot be read.</summary>
    StateUnreadable = 1304,

    /// <summary>The position that was claimed for a database contradicts the recorded one.</summary>
    StampContradicted = 1305,

    /// <summary>The application should declare versions of its trees, but the database has no collection for them.</summary>
    ComponentsMissing = 1306,

    /// <summary>The application should declare the version of a tree, but did not.</summary>
    ComponentUndeclared = 1307,

    /// <summary>A recorded head or a declared version is one that the plugin does not know.</summary>
    UnknownRevision = 1308,

    /// <summary>The version that the application declares is not the one that the database stands at.</summary>
    ComponentMismatch = 1309,

    // 1400-1499: planning.

    /// <summary>A tree was named that neither the plugin nor the database has.</summary>
    UnknownTree = 1401,

    /// <summary>No migration has the id or version that was named.</summary>
    UnknownTarget = 1402,

    /// <summary>The target fits more than one revision.</summary>
    AmbiguousTarget = 1403,

    /// <summary>The target of an upgrade is behind the head.</summary>
    TargetIsBehind = 1404,

    /// <summary>A migration on the way back cannot be rolled back.</summary>
    Irreversible = 1405,

    /// <summary>An applied migration is not in the plugin.</summary>
    MissingMigration = 1406,

    /// <summary>An applied migration was changed after it ran.</summary>
    ChangedMigration = 1407,

    /// <summary>A migration older than the head was never applied.</summary>
    LateMigration = 1408,

    /// <summary>The recorded head is not the newest applied migration.</summary>
    HeadMismatch = 1409,

    /// <summary>A run in the other direction did not come to its end.</summary>
    InterruptedRun = 1410,

    /// <summary>The database changed between planning and running.</summary>
    PlanChanged = 1411,

    /// <summary>The histories of plugin and database differ in their middle.</summary>
    DivergedHistory = 1412,

    /// <summary>A tree has several lines and none was named.</summary>
    LineNeeded = 1413,

    /// <summary>A path would cross a barrier.</summary>
    BarrierInTheWay = 1414,

    /// <summary>No migrations lead from where the database stands to the target.</summary>
    NoPath = 1415,

    /// <summary>A migration depends on another tree that is not far enough, or that would be rolled back under it.</summary>
    DependencyUnmet = 1416,

    /// <summary>A one-shot was named that does not exist or does not start where the database stands.</summary>
    OneShotUnusable = 1417,

    /// <summary>An option that a migration needs was not given.</summary>
    OptionMissing = 1418,

    /// <summary>An option was given that no planned migration declares, or with a value that it does not take.</summary>
    OptionUnknown = 1419,

    /// <summary>Preconditions of migrations are not met.</summary>
    PreconditionFailed = 1420,

    /// <summary>The run was not confirmed with the name of the database.</summary>
    NotConfirmed = 1421,

    /// <summary>A migration that did not come to its end was changed before it went on.</summary>
    ChangedUnfinished = 1422,

    /// <summary>A change was to be accepted of a migration that is not applied.</summary>
    NotAccepted = 1423,

    /// <summary>A free-form migration that runs without a transaction was left half-way, and whether its body may begin again is for somebody to say.</summary>
    RepetitionUnsaid = 1424,

    /// <summary>A tree of the database belongs to another plugin.</summary>
    TreeOfAnotherPlugin = 1425,

    /// <summary>A migration, or its way back, does nothing but throw: it was generated and nobody has written it yet.</summary>
    MigrationNotWritten = 1426,

    // 1500-1599: the lock.

    /// <summary>Another run holds the lock.</summary>
    LockHeld = 1501,

    /// <summary>The run lost its lock and was stopped.</summary>
    LockLost = 1502,

    // 1600-1699: running.

    /// <summary>A migration's body failed.</summary>
    MigrationFailed = 1601,

    /// <summary>A transaction is required and the server has none.</summary>
    TransactionsUnavailable = 1602,

    /// <summary>A collection or index was to be changed after the transaction had begun.</summary>
    SchemaChangeInTransaction = 1603,

    /// <summary>A document could not be migrated.</summary>
    DocumentFailed = 1604,

    /// <summary>A migration ran, and its own check failed.</summary>
    PostConditionFailed = 1605,

    /// <summary>A document was changed by somebody else in a way that cannot be told apart from the migration.</summary>
    DocumentChangedMeanwhile = 1606,

    /// <summary>A migration's body called something of the driver that cannot take part in its session and transaction.</summary>
    CallRefused = 1607,

    /// <summary>A map of moved types contradicts itself, or has no inverse where one is needed.</summary>
    TypeMapInvalid = 1608,

    /// <summary>A document that is to be restored was changed by somebody since it was migrated.</summary>
    DocumentChangedSince = 1609,

    /// <summary>More documents failed than a run may leave behind.</summary>
    TooManyDocumentErrors = 1610,

    /// <summary>A migration went through, but some documents could not be migrated.</summary>
    DocumentsFailed = 1611,

    /// <summary>A step of a field migration names a path that cannot be.</summary>
    FieldPathInvalid = 1612,

    /// <summary>Steps of a field migration get in each other's way.</summary>
    FieldStepsConflict = 1613,

    /// <summary>A step of a field migration needs a filter that tells migrated documents from others.</summary>
    FieldFilterMissing = 1614,

    /// <summary>A field migration has no steps, or one that says nothing sensible.</summary>
    FieldStepInvalid = 1615,

    /// <summary>A document cannot take a step of a field migration without losing something.</summary>
    FieldStepRefused = 1616,

    /// <summary>A migration's body read or changed a collection that holds the state.</summary>
    StateRefused = 1617,

    /// <summary>An error that ended the migration's transaction was caught, and the body went on.</summary>
    SwallowedServerError = 1618,

    /// <summary>Documents of the old shape are written faster than they are caught up.</summary>
    OldShapeLeft = 1619,

    /// <summary>A document was to be emitted where one with its <c>_id</c> is already.</summary>
    EmittedIdTaken = 1620,

    /// <summary>An emitting migration would read what it emits.</summary>
    EmitsIntoItsSource = 1621,

    /// <summary>A migration merges documents and does not require a transaction.</summary>
    MergeNeedsTransaction = 1622,

    /// <summary>A migration emits into a collection that holds the state.</summary>
    EmitsIntoState = 1623,

    /// <summary>A migration's body returned before its calls had ended.</summary>
    CallNotAwaited = 1624,

    // 1700-1799: verifying.

    /// <summary>Migrations of the plugin are not applied yet.</summary>
    PendingMigrations = 1702,

    /// <summary>A migration did not come to its end.</summary>
    UnfinishedMigration = 1703,

    /// <summary>Documents break the validator that a migration sets at its end.</summary>
    ValidatorUnfulfilled = 1630,

    /// <summary>The way back of a migration leads to other documents than there were.</summary>
    RehearsalFailed = 1704,

    /// <summary>A pending migration works on a collection that the database does not have, though it has others.</summary>
    CollectionMissing = 1705,

    /// <summary>A pending migration reads a member that no document looked at has; a warning.</summary>
    MemberUnseen = 1706,

    // 1900-1999: the command line.

    /// <summary>The command line is wrong.</summary>
    UsageInvalid = 1901,

    /// <summary>No database was named.</summary>
    DatabaseMissing = 1902,

    /// <summary>A fault of the tool itself.</summary>
    Unexpected = 1999,
}

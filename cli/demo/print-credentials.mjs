// A program as the External mode calls it: prints the credentials that it was given.
const [, , access_key_id, access_key_secret] = process.argv;
console.log(JSON.stringify({ mode: "AK", access_key_id, access_key_secret }));

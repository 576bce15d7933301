import { GATEWAY_ERRORS, type RpcErrorTable } from "../../cloud/rpc/error-table.ts";
import { RpcError, type RpcErrorChoice } from "../../cloud/rpc/errors.ts";

/** Errors of the gateway and of the products behind it, by code. `evidence` says how the text is known. */
export const OPENAPI_ERRORS: RpcErrorTable = {
  ...GATEWAY_ERRORS,
  InvalidVersion: { status: 400, message: "Specified parameter Version is not valid.", evidence: "seen" },
  "Forbidden.RAM": {
    status: 403,
    message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    evidence: "seen",
  },
  InvalidBearerTokenException: { status: 400, message: "Bearertoken is invalid.", evidence: "assumed" },
  "InvalidBearerTokenException:expired": {
    status: 400,
    message: "Bearertoken has expired.",
    evidence: "assumed",
  },
  "EntityNotExist.User": { status: 404, message: "The user does not exist.", evidence: "doc" },
  "EntityNotExist.User.AccessKey": {
    status: 404,
    message: "The user access key does not exist.",
    evidence: "doc",
  },
  "LimitExceeded.User.AccessKey": {
    status: 409,
    message: "The access key count of the user access keys beyond the current limits.",
    evidence: "doc",
  },
  "Forbidden.ResourceNotFound": { status: 404, message: "Resource not found.", evidence: "doc" },
  InternalError: {
    status: 500,
    message: "The request processing has failed due to some unknown error.",
    evidence: "doc",
  },
};

/** A request that a product turns down. */
export class OpenApiError extends RpcError {
  constructor(choice: RpcErrorChoice) {
    super(choice, OPENAPI_ERRORS);
  }
}

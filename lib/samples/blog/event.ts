/** The part of an API Gateway HTTP API event (payload format 2.0) that this function reads. */
export interface HttpEvent {
  rawPath: string;
  requestContext: { http: { method: string } };
  body?: string;
}

export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

// MPI as far as processes that train together need it. Its constants and types are macros, and differ between
// Open MPI and MPICH, so that they stay on this side.
#pragma once

// Of whichever library pkg-config names: Debian's `update-alternatives` decides.
#include <mpi.h>
#include <stddef.h>

/// A message under way.
typedef struct {
  MPI_Request request;
} message_transfer;

/// Starts MPI for calls from several threads, one at a time. Errors are returned from then on, 0 for none.
static inline int message_start(int *rank, int *count) {
  int level = MPI_THREAD_SINGLE;
  int error = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &level);
  if (!error && level < MPI_THREAD_SERIALIZED) error = MPI_ERR_OTHER;
  if (!error) error = MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  if (!error) error = MPI_Comm_rank(MPI_COMM_WORLD, rank);
  if (!error) error = MPI_Comm_size(MPI_COMM_WORLD, count);
  return error;
}

static inline int message_send(
    const void *bytes, int count, int to, int channel, message_transfer *transfer) {
  return MPI_Isend(bytes, count, MPI_BYTE, to, channel, MPI_COMM_WORLD, &transfer->request);
}

static inline int message_receive(
    void *bytes, int count, int from, int channel, message_transfer *transfer) {
  return MPI_Irecv(bytes, count, MPI_BYTE, from, channel, MPI_COMM_WORLD, &transfer->request);
}

static inline int message_test(message_transfer *transfer, int *is_done) {
  return MPI_Test(&transfer->request, is_done, MPI_STATUS_IGNORE);
}

static inline void message_cancel(message_transfer *transfer) {
  if (transfer->request == MPI_REQUEST_NULL) return;
  MPI_Cancel(&transfer->request);
  MPI_Request_free(&transfer->request);
}

/// The machine's name, in room for 256 characters and more.
static inline void message_host(char *name) {
  int length = 0;
  MPI_Get_processor_name(name, &length);
}

static inline void message_error_text(int error, char *text) {
  int length = 0;
  MPI_Error_string(error, text, &length);
}

enum { message_text_size = MPI_MAX_PROCESSOR_NAME > MPI_MAX_ERROR_STRING
           ? MPI_MAX_PROCESSOR_NAME : MPI_MAX_ERROR_STRING };

static inline void message_end(void) { MPI_Finalize(); }

/// Ends all processes.
static inline void message_abort(int code) { MPI_Abort(MPI_COMM_WORLD, code); }

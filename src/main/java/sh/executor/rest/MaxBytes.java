package sh.executor.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How large a body may be that is read into the annotated parameter, instead of the default. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@interface MaxBytes {

  /** The largest number of bytes accepted. */
  int value();
}
